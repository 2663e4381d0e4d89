"""What readiness says of the tiers in the recovery point store."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from operations.look import Check, Status, Survivor
from operations.readiness import store_tiers
from operations.run import Project
from providers.recovery import now
from simulator import World, serve
from tests.providers._store_sites import STORE, StoreWorkload, store_sites, store_workload
from tests.providers.conftest import Cloud
from topology import build

TIER = {
    "name": "long-rto",
    "category": {"key": "Tier", "value": "Long"},
    "destination": "recovery-point-store",
    "policy": "to-the-store",
    "rpoSeconds": 3600,
    "retention": {"local": 2, "remote": 3},
}
COMPUTE = {"mode": "pilot-light", "nodeType": "i4i.metal", "activeNodes": 3}


@dataclass
class Recoverable:
    """Osaka, with a workload of Tokyo in its store."""

    workload: StoreWorkload

    def look(self, site: str = "osaka", store: str = STORE, **compute: Any) -> list[Check]:
        """The checks, for this configuration."""
        configuration = Project.here().configuration(site)
        configuration["protection"] = {**configuration["protection"], "tiers": [TIER]}
        configuration["recoveryPointStore"] = {"name": store}
        osaka = {**configuration["sites"]["osaka"], "compute": {**COMPUTE, **compute}}
        configuration["sites"] = {**configuration["sites"], "osaka": osaka}
        running = self.workload.cloud.running
        environment = {
            "PRISM_ENDPOINT": running.endpoints[site],
            "PRISM_USERNAME": running.username,
            "PRISM_PASSWORD": running.password,
            "PRISM_CA_BUNDLE": running.ca_bundle,
        }
        return store_tiers.look(Survivor(build(configuration, site, "nc2-dr"), Project.here(), environment))


@pytest.fixture
def osaka(monkeypatch: pytest.MonkeyPatch, tls_dir: Path) -> Iterator[Recoverable]:
    monkeypatch.setattr("prism.waiting.FIRST_PAUSE", 0.001)
    world = World(store_sites(), seed=1, task_clock="immediate")
    with serve(world, tls_dir) as running:
        yield Recoverable(store_workload(Cloud(world, running, monkeypatch)))


def told(checks: list[Check]) -> dict[tuple[str, str], Status]:
    return {(check.name, check.subject): check.status for check in checks}


def test_a_site_that_could_restore_everything_passes_and_shows_the_age_of_each_machine(osaka: Recoverable) -> None:
    checks = osaka.look()
    assert {check.status for check in checks} == {Status.PASS}
    ages = [check.subject for check in checks if check.name == "age in the store"]
    assert sorted(ages) == ["app-1 (long-rto)", "batch-1 (long-rto)", "db-1 (long-rto)"]
    assert "room" in next(check.found for check in checks if check.name == "missing nodes")


def test_a_missing_store_fails_with_the_steps_by_hand(osaka: Recoverable) -> None:
    (check,) = osaka.look(store="elsewhere")
    assert (check.status, check.found) == (Status.FAIL, "does not exist")
    assert "Marketplace" in check.what_to_do


def _old(osaka: Recoverable) -> None:
    later = now() + timedelta(hours=3)
    osaka.workload.cloud.monkeypatch.setattr("providers.recovery.when.now", lambda: later)


def _sick(osaka: Recoverable) -> None:
    osaka.workload.cloud.world.site("osaka").store.all("recovery_point_store")[0].data["isHealthy"] = False


def _large(osaka: Recoverable) -> None:
    osaka.workload.add("huge-1", "172.30.1.40", gib=3 * 1000)
    osaka.workload.cloud.world.advance()


@pytest.mark.parametrize(
    ("arrange", "compute", "name", "status"),
    [
        (_old, {}, "age in the store", Status.FAIL),
        (_sick, {}, "recovery point store", Status.FAIL),
        (_large, {}, "missing nodes", Status.FAIL),
        (_large, {"activeNodes": 4}, "missing nodes", Status.WARN),
    ],
    ids=["old points", "a store that is not healthy", "too few nodes", "nodes that the flip adds"],
)
def test_what_stands_against_a_restore_is_found(
    osaka: Recoverable, arrange: Callable[[Recoverable], None], compute: dict[str, Any], name: str, status: Status
) -> None:
    arrange(osaka)
    found = [check for check in osaka.look(**compute) if check.name == name]
    assert status in {check.status for check in found}
    if name == "missing nodes":
        assert "Add 1 node of type i4i.metal to nc2-osaka" in f"{found[0].found} {found[0].what_to_do}"


def test_the_home_site_sends_to_the_site_that_recovers(osaka: Recoverable) -> None:
    (check,) = osaka.look("tokyo")
    assert (check.status, "--site osaka" in check.what_to_do) == (Status.WARN, True)
