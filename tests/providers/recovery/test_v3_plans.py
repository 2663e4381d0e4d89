"""Plans by v3: zones by their URLs, a new plan that is not there yet, and a first stage that is sent with it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from prism import NotFoundError, PrismCentral, TaskFailedError, TaskTimeoutError
from prism.datapolicies import RecoveryLocation, RecoveryPlan, RecoveryPlans, RecoveryStage
from prism.prism import Categories, Category, DomainManagers, Registrations
from simulator.prism.v3 import recovery_plan as simulated
from simulator.prism.v3.zone_url import url_of
from tests.providers.conftest import Cloud

OLD = {"datapolicies": "v4.1", "dataprotection": "v4.1", "prism": "v4.1"}


@pytest.fixture
def client(cloud: Cloud) -> PrismCentral:
    cloud.world.set_versions(OLD)
    return cloud.client("tokyo")


def own_id(cloud: Cloud, site: str) -> str:
    return next(iter(DomainManagers(cloud.client(site)).list())).id


def plan(cloud: Cloud) -> RecoveryPlan:
    tokyo, osaka = (RecoveryLocation(domain_manager_ext_id=own_id(cloud, site)) for site in ("tokyo", "osaka"))
    return RecoveryPlan(name="plan", primary_location=tokyo, recovery_location=osaka)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The bodies of the writes of plans, in order."""
    found: list[dict[str, Any]] = []
    honest = PrismCentral.plain_call

    def plain_call(self: PrismCentral, subject: Any, method: str, path: str, **more: Any) -> Any:
        if method in ("POST", "PUT") and "recovery_plans" in path and not path.endswith("/list"):
            found.append(more["body"])
        return honest(self, subject, method, path, **more)

    monkeypatch.setattr(PrismCentral, "plain_call", plain_call)
    return found


def test_a_plan_names_zones_by_their_urls_and_is_read_with_ids(
    cloud: Cloud, client: PrismCentral, sent: list[dict[str, Any]]
) -> None:
    ids = [own_id(cloud, site) for site in ("tokyo", "osaka")]
    made = RecoveryPlans(client).create(plan(cloud))
    zones = sent[0]["spec"]["resources"]["parameters"]["availability_zone_list"]
    assert [zone["availability_zone_url"] for zone in zones] == [url_of(one) for one in ids]
    found = RecoveryPlans(client).get(made)
    ends = [end.domain_manager_ext_id for end in (found.primary_location, found.recovery_location) if end]
    assert ends == ids


def test_a_url_that_is_the_id_works_as_well(
    cloud: Cloud, client: PrismCentral, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("zone_url", "plan_translation"):
        monkeypatch.setattr(f"simulator.prism.v3.{module}.url_of", lambda one: one)
    monkeypatch.setattr("simulator.prism.v3.availability_zone.url_of", lambda one: one)
    found = RecoveryPlans(client).get(RecoveryPlans(client).create(plan(cloud)))
    assert found.recovery_location is not None
    assert found.recovery_location.domain_manager_ext_id == own_id(cloud, "osaka")


def zone(url: str, name: str, *, local: bool = False) -> SimpleNamespace:
    return SimpleNamespace(url=url, uuid=f"uuid-{url}", name=name, is_local=local, status="REACHABLE")


def test_of_several_zones_the_one_that_shows_the_id_is_meant_and_else_none(
    client: PrismCentral, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = [zone("l", "Local AZ", local=True), zone("a", "PC_1"), zone("b", "PC_2")]
    monkeypatch.setattr("prism.v3.availability_zone.AvailabilityZones.list", lambda self: iter(known))
    zones = client.v3.zones
    assert (zones.url_of("a"), zones.url_of("uuid-b")) == ("a", "b")
    with pytest.raises(NotFoundError, match=r"paired with 'PC_1', 'PC_2', and none of them shows that id"):
        zones.url_of("somebody")
    assert zones.id_of("a") == "a"


def test_the_pairing_is_named_by_the_id_that_the_policies_replicate_with_else_by_its_url(
    cloud: Cloud, client: PrismCentral, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pair,) = Registrations(client, own_id(cloud, "tokyo")).list()
    assert pair.remote_id == url_of(own_id(cloud, "osaka")), "no policy tells whose zone it is"
    assert (pair.name, pair.connectivity_status) == ("pc-osaka", "CONNECTED")
    monkeypatch.setattr("prism.v3.availability_zone.AvailabilityZones.replicated_with", "osaka-s-id")
    (pair,) = Registrations(client, own_id(cloud, "tokyo")).list()
    assert pair.remote_id == "osaka-s-id"


def test_the_first_stage_is_sent_with_the_plan(cloud: Cloud, client: PrismCentral, sent: list[dict[str, Any]]) -> None:
    category = Categories(client).create(Category(key="Tier", value="web"))
    stage = RecoveryStage(entity_type="VM", category_ext_ids=[category], priority=1)
    RecoveryPlans(client).create(plan(cloud).beginning_with(stage))
    (first,) = sent[0]["spec"]["resources"]["stage_list"]
    assert first["stage_work"]["recover_entities"]["entity_info_list"] == [{"categories": {"Tier": "web"}}]


def test_a_new_plan_is_awaited_until_it_is_complete(
    cloud: Cloud, client: PrismCentral, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulated, "FRESH", (None, None, "PENDING", "RUNNING", "RUNNING"))
    made = RecoveryPlans(client).create(plan(cloud))
    assert cloud.world.site("tokyo").fresh_plans[made] >= 5


def test_a_plan_that_never_appears_was_rejected(
    cloud: Cloud, client: PrismCentral, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulated, "FRESH", (None,) * 1000)
    monkeypatch.setattr("prism.v3.new_document.UNSEEN", 0.3)
    with pytest.raises(TaskFailedError, match=r"has not appeared within 0\.3 s, so Prism Central has rejected it"):
        RecoveryPlans(client).create(plan(cloud))


@pytest.mark.parametrize(
    ("state", "error", "says"),
    [("ERROR", TaskFailedError, "it is ERROR"), ("PENDING", TaskTimeoutError, "is still PENDING")],
)
def test_a_plan_that_does_not_complete_is_told(
    cloud: Cloud, client: PrismCentral, monkeypatch: pytest.MonkeyPatch, state: str, error: type, says: str
) -> None:
    monkeypatch.setattr(simulated, "FRESH", (state,) * 1000)
    monkeypatch.setattr("prism.Pauses.wait", lambda self, seconds=None: False)
    with pytest.raises(error, match=says):
        RecoveryPlans(client).create(plan(cloud))
