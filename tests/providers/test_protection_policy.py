"""The schedules of a protection policy: every shape of them is written as it is declared, and stays."""

from __future__ import annotations

from typing import Any

import pytest

from prism import PrismCentral
from prism.datapolicies import ProtectionPolicies
from providers.protection_policy import ProtectionPolicyProvider
from simulator.prism.model import RecoveryPointStore
from simulator.prism.world import seed
from tests.providers._engine import CheckFailed, Engine
from tests.providers._noun import domain_managers, new_category
from tests.providers.conftest import Cloud

STORE = "5f0e7c1a-0000-4000-8000-000000000001"
HOURLY = {"rpo_seconds": 3600, "retention_local": 2, "retention_remote": 3, "remote": "osaka"}
ROLLED_UP = {
    "rpo_seconds": 21600,
    "retention_local": {"interval": "daily", "frequency": 7},
    "retention_remote": {"interval": "monthly", "frequency": 12},
    "remote": "osaka",
    "start_time": "18h:10m",
}
SYNCHRONOUS = {"rpo_seconds": 0, "auto_suspend_seconds": 30, "remote": "osaka"}
TO_S3 = {"rpo_seconds": 86400, "retention_local": 1, "retention_remote": 30, "remote": "s3"}
ANY = {"own": "a", "other": "b"}
CONSISTENT = {**HOURLY, "rpo_seconds": 7200, "application_consistent": True}


@pytest.fixture(autouse=True)
def bucket(request: pytest.FixtureRequest) -> None:
    """Tokyo has a store."""
    if "cloud" in request.fixturenames:
        site = request.getfixturevalue("cloud").world.site("tokyo")
        seed.put(site, "recovery_point_store", STORE, RecoveryPointStore("cold", "recovery-points").shown())


def policy(client: PrismCentral, *schedules: dict[str, Any]) -> dict[str, Any]:
    """A policy between Tokyo, Osaka and an S3 bucket of Tokyo's."""
    return declared(domain_managers(client), new_category(client, "a"), *schedules)


def declared(managers: dict[str, str], category: str, *schedules: dict[str, Any]) -> dict[str, Any]:
    """The same of any domain managers and category."""
    return {
        "name": "workload-protection",
        "category_ids": [category],
        "locations": [
            {"label": "tokyo", "domain_manager_id": managers["own"], "is_primary": True},
            {"label": "osaka", "domain_manager_id": managers["other"]},
            {"label": "s3", "domain_manager_id": managers["own"], "recovery_point_store_id": STORE},
        ],
        "schedules": list(schedules),
    }


def live(client: PrismCentral, engine: Engine) -> list[tuple[str, str | None, int]]:
    """From where to where, how often."""
    found = ProtectionPolicies(client).get(engine.id).replication_configurations or []
    return [
        (c.source_location_label, c.remote_location_label, c.schedule.recovery_point_objective_time_seconds)
        for c in found
    ]


@pytest.mark.parametrize(
    "schedules",
    [
        [SYNCHRONOUS],
        [HOURLY, ROLLED_UP, TO_S3, CONSISTENT],
        *[pytest.param(alone, marks=pytest.mark.slow) for alone in ([HOURLY], [ROLLED_UP], [HOURLY, TO_S3])],
    ],
    ids=["synchronous", "several", "linear", "rolled up", "a site and S3"],
)
def test_schedules_are_written_as_declared_and_show_no_difference_later(
    schedules: list[dict[str, Any]], cloud: Cloud
) -> None:
    client, engine = cloud.client("tokyo"), Engine(ProtectionPolicyProvider)
    inputs = policy(client, HOURLY)
    engine.up(inputs)
    wanted = {**inputs, "schedules": schedules}
    assert engine.up(wanted) == ("same" if schedules == [HOURLY] else "update")
    assert engine.refresh()
    assert engine.up(wanted) == "same"
    assert engine.up({**inputs, "schedules": [HOURLY]}) in ("same", "update")


def test_sites_replicate_both_ways_and_a_store_only_receives(cloud: Cloud) -> None:
    client, engine = cloud.client("tokyo"), Engine(ProtectionPolicyProvider)
    engine.up(policy(client, HOURLY, TO_S3))
    assert live(client, engine) == [
        ("tokyo", "osaka", 3600),
        ("osaka", "tokyo", 3600),
        ("tokyo", "s3", 86400),
        ("osaka", "s3", 86400),
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("retention_local", 5),
        ("retention_local", {"interval": "weekly", "frequency": 4}),
        ("application_consistent", True),
        ("start_time", "03h:00m"),
        ("rpo_seconds", 900),
    ],
    ids=str,
)
def test_each_part_of_a_schedule_changes_in_place_and_comes_back_after_drift(
    field: str, value: Any, cloud: Cloud
) -> None:
    client, engine = cloud.client("tokyo"), Engine(ProtectionPolicyProvider)
    inputs = policy(client, HOURLY)
    engine.up(inputs)
    changed = {**HOURLY, field: value}
    if isinstance(value, dict):
        changed["retention_remote"] = value
    before = engine.id
    assert engine.up({**inputs, "schedules": [changed]}) == "update"
    assert engine.id == before
    by_hand = ProtectionPolicies(client).get(engine.id).replication_configurations
    assert engine.up(inputs) == "update"
    ProtectionPolicies(client).update(
        engine.id, lambda policy: policy.model_copy(update={"replication_configurations": by_hand})
    )
    assert engine.refresh()
    if field == "start_time":
        # Prism chooses one where none is declared, so that one is no difference.
        assert engine.up(inputs) == "same"
    else:
        assert engine.up(inputs) == "update"
        assert engine.refresh()
        assert engine.up(inputs) == "same"


def test_a_schedule_that_goes_on_keeps_what_prism_put_into_it(cloud: Cloud) -> None:
    client, engine = cloud.client("tokyo"), Engine(ProtectionPolicyProvider)
    inputs = policy(client, HOURLY)
    engine.up(inputs)

    def number(found: Any) -> Any:
        for index, one in enumerate(found.replication_configurations):
            one.schedule.scheduleExtId = f"00000000-0000-4000-8000-00000000000{index}"
        return found

    ProtectionPolicies(client).update(engine.id, number)
    engine.up({**inputs, "schedules": [{**HOURLY, "retention_local": 9}]})
    found = ProtectionPolicies(client).get(engine.id).replication_configurations or []
    assert [(one.schedule.model_extra or {})["scheduleExtId"][-1] for one in found] == ["0", "1"]


@pytest.mark.parametrize(
    ("schedule", "fault"),
    [
        ({**HOURLY, "rpo_seconds": 90}, "rpo_seconds 90; expected 0"),
        ({**HOURLY, "remote": "nagoya"}, "'nagoya'; expected one of osaka, s3, tokyo"),
        ({**HOURLY, "retention_remote": {"interval": "daily", "frequency": 1}}, "expected one kind at both ends"),
        ({"rpo_seconds": 3600}, "has no retention_local"),
        ({**HOURLY, "auto_suspend_seconds": 10}, "only a synchronous schedule"),
        ({**SYNCHRONOUS, "auto_suspend_seconds": 301}, "300"),
        ({**SYNCHRONOUS, "remote": "s3"}, "takes only recovery points"),
        ({**HOURLY, "start_time": "25h:00m"}, "such as 18h:10m"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_schedule_that_makes_no_sense_is_refused_before_any_call(schedule: dict[str, Any], fault: str) -> None:
    with pytest.raises(CheckFailed, match=fault):
        Engine(ProtectionPolicyProvider).check(declared(ANY, "c", schedule))


def test_a_policy_without_any_schedule_or_with_a_store_as_its_primary_is_refused() -> None:
    inputs = declared(ANY, "c")
    for location in inputs["locations"]:
        location["is_primary"] = location["label"] == "s3"
    with pytest.raises(CheckFailed, match=r"at least one schedule.*a recovery point store as its primary"):
        Engine(ProtectionPolicyProvider).check(inputs)


UNKNOWN = "5f0e7c1a-0000-4000-8000-000000000009"


def with_store(inputs: dict[str, Any], **fields: str) -> dict[str, Any]:
    """The policy with another third location."""
    *sites, store = inputs["locations"]
    return {**inputs, "locations": [*sites, {**store, **fields}]}


def test_a_store_that_prism_central_does_not_list_is_refused_at_preview(cloud: Cloud) -> None:
    inputs = policy(cloud.client("tokyo"), HOURLY, TO_S3)
    says = (
        rf"{UNKNOWN} as the recovery point store of 's3'.*does not list\. It lists 'cold' \({STORE}\)\. Correct the id"
    )
    with pytest.raises(CheckFailed, match=says):
        Engine(ProtectionPolicyProvider).check(with_store(inputs, recovery_point_store_id=UNKNOWN))


def test_a_store_of_the_other_site_is_not_asked_for_here(cloud: Cloud) -> None:
    client = cloud.client("tokyo")
    inputs, other = policy(client, HOURLY, TO_S3), domain_managers(client)["other"]
    Engine(ProtectionPolicyProvider).check(with_store(inputs, recovery_point_store_id=UNKNOWN, domain_manager_id=other))


def test_a_store_that_is_not_healthy_is_a_warning(cloud: Cloud, said: list[str]) -> None:
    cloud.world.site("tokyo").store.require("recovery_point_store", STORE).data["isHealthy"] = False
    Engine(ProtectionPolicyProvider).check(policy(cloud.client("tokyo"), HOURLY, TO_S3))
    assert "'cold'" in said[-1]
    assert "not healthy" in said[-1]


def test_a_prism_central_that_knows_no_stores_refuses_one_at_preview(cloud: Cloud) -> None:
    cloud.world.set_versions({"datapolicies": "v4.2"})
    with pytest.raises(CheckFailed, match=r"store of 's3', but https.* speaks datapolicies v4\.2.*need v4\.3 or later"):
        Engine(ProtectionPolicyProvider).check(policy(cloud.client("tokyo"), HOURLY, TO_S3))


def test_a_prism_central_that_lists_no_stores_is_believed_with_a_warning(cloud: Cloud, said: list[str]) -> None:
    cloud.world.set_versions({"dataprotection": "v4.3"})
    Engine(ProtectionPolicyProvider).check(policy(cloud.client("tokyo"), HOURLY, TO_S3))
    assert "stores of 's3' cannot be checked" in said[-1]


@pytest.mark.slow
def test_a_policy_without_a_store_is_held_against_no_store(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = policy(cloud.client("tokyo"), HOURLY)
    monkeypatch.setenv("PRISM_ENDPOINT", "https://127.0.0.1:1")
    Engine(ProtectionPolicyProvider).check({**inputs, "locations": inputs["locations"][:2]})
