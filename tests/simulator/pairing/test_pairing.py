"""Registering Prism Centrals with one another, and parting them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from simulator import SiteSpec, World
from tests.simulator.estate import Estate, policy
from tests.simulator.harness import CATEGORIES, CLUSTERS, DOMAIN_MANAGERS, PLANS, POLICIES, Json, Prism, TaskFailed

Prisms = Callable[..., tuple[Prism, Prism]]


def managers(prism: Prism) -> str:
    return f"/api/prism/v4.2/management/domain-managers/{prism.model.domain_manager_id}"


def registrations(prism: Prism) -> list[Json]:
    return prism.list(f"{managers(prism)}/registrations")


def spec(at: Prism, remote: Prism, **changes: Any) -> Json:
    login = {"username": at.model.world.username, "password": at.model.world.password}
    remote_cluster = {
        "address": {"ipv4": {"value": "127.0.0.1"}},
        "port": remote.model.port,
        "credentials": {"authentication": login},
        **changes,
    }
    nested = {"$objectType": "prism.v4.management.DomainManagerRemoteClusterSpec", "remoteCluster": remote_cluster}
    return {"remoteCluster": {**nested, "cloudType": "NUTANIX_HOSTED_CLOUD"}}


def test_unpaired_sites_know_nothing_of_one_another(prisms: Prisms) -> None:
    tokyo, osaka = prisms(paired=False)
    tokyo.category("protect", "gold")
    assert registrations(tokyo) == registrations(osaka) == []
    assert osaka.list(CATEGORIES) == []


def test_registering_pairs_both_sites_and_shares_what_each_has(prisms: Prisms) -> None:
    tokyo, osaka = prisms(paired=False)
    tokyo.category("protect", "gold")
    osaka.category("tier", "web")
    etag = tokyo.etag(f"{DOMAIN_MANAGERS}/{tokyo.model.domain_manager_id}")
    task = tokyo.do("POST", f"{managers(tokyo)}/$actions/register", spec(tokyo, osaka), etag=etag)
    assert {e["rel"] for e in task["entitiesAffected"]} == {
        "prism:management:domain_manager",
        "clustermgmt:config:cluster",
    }
    for here, there in ((tokyo, osaka), (osaka, tokyo)):
        (found,) = registrations(here)
        assert (found["remoteClusterExtId"], found["connectivityStatus"]) == (
            there.model.domain_manager_id,
            "CONNECTED",
        )
        assert {category["key"] for category in here.list(CATEGORIES)} == {"protect", "tier"}


def test_dry_run_of_registering_changes_nothing(prisms: Prisms) -> None:
    tokyo, osaka = prisms(paired=False)
    tokyo.do("POST", f"{managers(tokyo)}/$actions/register?$dryrun=true", spec(tokyo, osaka))
    assert registrations(tokyo) == []


@pytest.mark.parametrize(
    ("changes", "group"),
    [
        pytest.param({"port": 1}, "CONNECTIVITY", id="nobody is there"),
        pytest.param(
            {"credentials": {"authentication": {"username": "admin", "password": "wrong"}}},
            "UNAUTHENTICATED",
            id="the credentials are wrong",
        ),
    ],
)
def test_registering_fails_when(prisms: Prisms, changes: Json, group: str) -> None:
    tokyo, osaka = prisms(paired=False)
    with pytest.raises(TaskFailed) as failed:
        tokyo.do("POST", f"{managers(tokyo)}/$actions/register?$dryrun=true", spec(tokyo, osaka, **changes))
    assert failed.value.error["errorGroup"] == group


def test_registering_fails_when_the_link_is_down(prisms: Prisms) -> None:
    tokyo, osaka = prisms(paired=False)
    tokyo.control("PUT", "links", {"osaka": "down"})
    with pytest.raises(TaskFailed, match="cannot be reached"):
        tokyo.do("POST", f"{managers(tokyo)}/$actions/register", spec(tokyo, osaka))


def test_registering_twice_is_refused(prisms: Prisms) -> None:
    tokyo, osaka = prisms()
    with pytest.raises(TaskFailed, match="registered already"):
        tokyo.do("POST", f"{managers(tokyo)}/$actions/register", spec(tokyo, osaka))


def test_unregistering_parts_both_sites_which_keep_what_they_have(prisms: Prisms) -> None:
    tokyo, osaka = prisms()
    tokyo.category("protect", "gold")
    etag = tokyo.etag(f"{CLUSTERS}/{tokyo.model.cluster_id}")  # as Terraform does it
    tokyo.do("POST", f"{managers(tokyo)}/$actions/unregister", {"extId": osaka.model.domain_manager_id}, etag=etag)
    tokyo.category("protect", "silver")
    assert registrations(tokyo) == registrations(osaka) == []
    assert [category["value"] for category in osaka.list(CATEGORIES)] == ["gold"]


def test_unregistering_is_refused_while_a_policy_names_the_remote(prisms: Prisms) -> None:
    tokyo, osaka = prisms()
    ends = tokyo.model.domain_manager_id, osaka.model.domain_manager_id
    tokyo.create(POLICIES, policy(tokyo.category("protect", "gold"), *ends))
    with pytest.raises(TaskFailed, match="in use by policy protect"):
        tokyo.do("POST", f"{managers(tokyo)}/$actions/unregister", {"extId": ends[1]})


def test_what_was_parted_stays_so_over_a_restart(prisms: Prisms, tmp_path: Any) -> None:
    tokyo, osaka = prisms(directory=tmp_path)
    tokyo.do("POST", f"{managers(tokyo)}/$actions/unregister", {"extId": osaka.model.domain_manager_id})
    tokyo.model.world.close()
    again = World([SiteSpec("tokyo", "ap-northeast-1"), SiteSpec("osaka", "ap-northeast-3")], directory=tmp_path)
    assert again.site("tokyo").peers() == []
    again.close()


def test_plans_and_categories_are_the_same_on_both_sides(estate: Estate) -> None:
    tokyo, osaka = estate.tokyo.prism, estate.osaka.prism
    for path in (CATEGORIES, PLANS, f"{PLANS}/{estate.plan}/stages", f"{PLANS}/{estate.plan}/network-mappings"):
        assert tokyo.list(path) == osaka.list(path)


def test_changes_made_while_the_link_is_down_are_caught_up_with(estate: Estate) -> None:
    tokyo, osaka = estate.tokyo.prism, estate.osaka.prism
    osaka.control("PUT", "links", {"tokyo": "down"})
    tokyo.category("new", "one")
    tokyo.update(f"{PLANS}/{estate.plan}", description="changed")
    assert "description" not in osaka.get(f"{PLANS}/{estate.plan}")
    osaka.control("PUT", "links", {"tokyo": "up"})
    assert osaka.get(f"{PLANS}/{estate.plan}")["description"] == "changed"
    assert osaka.list(CATEGORIES, filter="key eq 'new'")


SYNC = "/api/datapolicies/v4.3/config/entity-sync-policies"


def states(prism: Prism) -> dict[str, str]:
    return {one["entityName"]: one["status"] for one in prism.list(SYNC)}


def test_every_shared_entity_shows_whether_it_is_in_sync(estate: Estate) -> None:
    tokyo, osaka = estate.tokyo.prism, estate.osaka.prism
    assert set(states(tokyo).values()) == set(states(osaka).values()) == {"IN_SYNC"}
    assert {one["entityType"] for one in tokyo.list(SYNC)} == {"CATEGORY", "PROTECTION_POLICY", "RECOVERY_PLAN"}
    plan = next(one for one in tokyo.list(SYNC) if one["entityType"] == "RECOVERY_PLAN")
    assert (plan["entityExtId"], plan["remoteDomainManagerExtId"]) == (estate.plan, osaka.model.domain_manager_id)
    assert tokyo.get(f"{SYNC}/{plan['extId']}")["status"] == "IN_SYNC"


def test_what_both_sides_changed_while_apart_stays_apart_until_one_side_is_forced(estate: Estate) -> None:
    tokyo, osaka = estate.tokyo.prism, estate.osaka.prism
    plan = f"{PLANS}/{estate.plan}"
    osaka.control("PUT", "links", {"tokyo": "down"})
    tokyo.update(plan, description="by tokyo")
    assert [state for state in states(tokyo).values() if state != "IN_SYNC"] == ["OUT_OF_SYNC"]
    osaka.update(plan, description="by osaka")
    osaka.control("PUT", "links", {"tokyo": "up"})
    tokyo.category("new", "one")
    assert (tokyo.get(plan)["description"], osaka.get(plan)["description"]) == ("by tokyo", "by osaka")
    for prism in (tokyo, osaka):
        assert [name for name, state in states(prism).items() if state != "IN_SYNC"] == [prism.get(plan)["name"]]
    (apart,) = (one for one in tokyo.list(SYNC) if one["status"] == "OUT_OF_SYNC")
    tokyo.do("POST", f"{SYNC}/{apart['extId']}/$actions/sync-entity")
    assert tokyo.get(plan)["description"] == osaka.get(plan)["description"] == "by tokyo"
    assert set(states(tokyo).values()) == set(states(osaka).values()) == {"IN_SYNC"}


def test_a_part_of_a_plan_counts_as_the_plan(estate: Estate) -> None:
    tokyo, osaka = estate.tokyo.prism, estate.osaka.prism
    plan = f"{PLANS}/{estate.plan}"
    (stage, *_) = osaka.list(f"{plan}/stages")
    osaka.control("PUT", "links", {"tokyo": "down"})
    tokyo.update(plan, description="by tokyo")
    osaka.do("DELETE", f"{plan}/stages/{stage['extId']}")
    osaka.control("PUT", "links", {"tokyo": "up"})
    assert stage["extId"] in {one["extId"] for one in tokyo.list(f"{plan}/stages")}
    assert "description" not in osaka.get(plan)
    (apart,) = (one for one in osaka.list(SYNC) if one["status"] == "OUT_OF_SYNC")
    osaka.do("POST", f"{SYNC}/{apart['extId']}/$actions/sync-entity")
    assert tokyo.list(f"{plan}/stages") == osaka.list(f"{plan}/stages")
    assert stage["extId"] not in {one["extId"] for one in tokyo.list(f"{plan}/stages")}


def test_nothing_is_forced_over_a_link_that_is_down(estate: Estate) -> None:
    tokyo = estate.tokyo.prism
    tokyo.control("PUT", "links", {"osaka": "down"})
    with pytest.raises(TaskFailed, match="cannot be reached"):
        tokyo.do("POST", f"{SYNC}/{tokyo.list(SYNC)[0]['extId']}/$actions/sync-entity")
