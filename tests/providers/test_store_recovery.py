"""Recovery from a recovery point store, through the real provider against the simulator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from errors import OperatorError
from prism import Timeouts
from prism.dataprotection import RecoveryPointStores, StoredRecoveryPoints
from prism.networking import Subnets
from prism.prism import Categories, Category, DomainManagers
from prism.vmm import Vms
from providers.protection_policy import ProtectionPolicyProvider
from providers.recovery import now
from providers.recovery_point_store import RecoveryPointStoreProvider
from simulator import World, serve
from tests.providers._engine import Engine
from tests.providers._sites import _network as make_network
from tests.providers._store_sites import (
    BUCKET,
    GIB,
    MACHINES,
    NODE,
    STORE,
    StoreWorkload,
    add_vm,
    store_sites,
    store_workload,
)
from tests.providers.conftest import Cloud

pytestmark = pytest.mark.slow

ADDRESSES = {name: address for name, (address, _) in MACHINES.items()}
RESTORE = "*/recovery-points/*/$actions/restore"


@pytest.fixture
def sites(monkeypatch: pytest.MonkeyPatch, tls_dir: Path, request: pytest.FixtureRequest) -> Iterator[Cloud]:
    """Tokyo and Osaka with a store on one bucket. The parameter is what Osaka has: (nodes, GiB a node)."""
    monkeypatch.setattr("prism.waiting.FIRST_PAUSE", 0.001)
    monkeypatch.setattr("prism.waiting.LONGEST_PAUSE", 0.01)
    world = World(store_sites(*getattr(request, "param", (3, 16))), seed=1, task_clock="immediate")
    with serve(world, tls_dir) as running:
        cloud = Cloud(world, running, monkeypatch)
        cloud.enter("tokyo")
        yield cloud


@pytest.fixture
def workload(sites: Cloud) -> StoreWorkload:
    """Tokyo is lost."""
    workload = store_workload(sites)
    sites.links(tokyo="down")
    return workload


def test_a_flip_restores_what_the_store_holds_with_its_addresses_wave_by_wave(
    workload: StoreWorkload, said: list[str]
) -> None:
    assert workload.preview("osaka")
    assert any(line.startswith("3 VMs will be restored from 'dr-store' in 3 of 3 waves.") for line in said)
    (told,) = (line.splitlines() for line in said if "will be restored" in line)
    assert [line.split()[0] for line in told if " recovery point " in line] == ["db-1", "app-1", "batch-1"]
    assert "  Wave 1 of 3 (long-rto):" in told
    assert workload.running() == {}, "a preview restores nothing"
    assert workload.up("osaka") == "update"
    assert workload.running() == ADDRESSES
    assert workload.powered_on() == ["db-1", "app-1", "batch-1"]
    assert [vm["name"] for vm in workload.engine.state["restored"]] == ["app-1", "batch-1", "db-1"]
    assert workload.up("osaka") == "same"
    assert workload.restores() == ["db-1", "app-1", "batch-1"]


def test_nothing_is_asked_of_prism_central_before_the_disaster(sites: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRISM_ENDPOINT", "https://127.0.0.1:1")
    workload = StoreWorkload(sites)
    monkeypatch.setattr(sites, "enter", lambda site: None)
    assert workload.up("tokyo") == "create"
    assert workload.up("tokyo") == "same"


def _spoil(workload: StoreWorkload, name: str) -> None:
    """The newest recovery point of a VM in the bucket is not complete."""
    points = [
        p for p in workload.cloud.world.site("osaka").store.all("stored_recovery_point") if p.name.startswith(name)
    ]
    max(points, key=lambda point: str(point.data["creationTime"])).data["status"] = "FAILED"


def _hours_later(workload: StoreWorkload, hours: int) -> None:
    workload.cloud.world.push_clock(hours * 3600.0)


def _squat(workload: StoreWorkload) -> None:
    client = workload.cloud.client("osaka")
    subnet = Subnets(client).get_by_name("workload-1").id
    add_vm(client, "squatter", ADDRESSES["db-1"], subnet, [], 1, 1, 1)


def _without_network(workload: StoreWorkload) -> None:
    client = workload.cloud.client("osaka")
    Subnets(client).delete(Subnets(client).get_by_name("workload-1").id)


def _empty(workload: StoreWorkload) -> None:
    store = workload.cloud.world.site("osaka").store
    for point in store.all("stored_recovery_point"):
        store.remove(point)


STOPS: dict[str, tuple[Callable[[StoreWorkload], Any], dict[str, Any], str]] = {
    "a store that is not there": (
        lambda workload: None,
        {"store": "other-store"},
        "has no recovery point store 'other-store'. It lists 'dr-store'.*1. Deploy Multicloud Snapshot Technology",
    ),
    "a cluster that is not there yet": (
        lambda workload: None,
        {"clusters": ["nc2-elsewhere"]},
        "manages no cluster 'nc2-elsewhere' to restore to; it manages 'nc2-osaka'.*Create it",
    ),
    "a planned flip": (
        lambda workload: None,
        {"mode": "planned"},
        "failoverMode is planned.*loses what was written after them",
    ),
    "a moment before the first recovery point": (
        lambda workload: None,
        {"reference_time": "2020-01-01T00:00:00Z"},
        "missing-recovery-point.*db-1 would not be recovered",
    ),
    "only a damaged recovery point": (
        lambda workload: _spoil(workload, "db-1"),
        {},
        "missing-recovery-point.*db-1 would not be recovered",
    ),
    "a store that holds nothing, at a site with VMs of others": (
        lambda workload: [act(workload) for act in (_squat, _empty)],
        {"accepted_risks": {"flip": 1, "risks": ["nothing-protected"]}},
        "nothing-protected.*'dr-store' holds no recovery point of a VM of.*Nobody can accept it",
    ),
    "an address that is taken": (
        _squat,
        {},
        "address-taken.*db-1 needs its address 172.30.1.21, which 'squatter' holds",
    ),
    "a subnet that is not there": (
        _without_network,
        {},
        "unmapped-network.*no subnet of VPC 'workload' in osaka has it",
    ),
}


@pytest.mark.parametrize("case", STOPS)
def test_it_stops_before_anything_is_restored(case: str, workload: StoreWorkload) -> None:
    arrange, change, expected = STOPS[case]
    arrange(workload)
    with pytest.raises(OperatorError, match=f"(?s){expected}"):
        workload.up("osaka", **change)
    assert workload.restores() == []


def test_recovery_points_that_are_too_old_stop_it_until_they_are_accepted(workload: StoreWorkload) -> None:
    later = now() + timedelta(hours=3)
    workload.cloud.monkeypatch.setattr("providers.recovery.when.now", lambda: later)
    with pytest.raises(OperatorError, match=r"stale-recovery-point.*recovery point store 'dr-store'"):
        workload.up("osaka")
    assert workload.restores() == []
    assert workload.up("osaka", accepted_risks={"flip": 1, "risks": ["stale-recovery-point"]}) == "update"
    assert workload.running() == ADDRESSES


def test_a_damaged_newest_recovery_point_is_passed_over_and_told(workload: StoreWorkload, said: list[str]) -> None:
    _hours_later(workload, 2)
    _spoil(workload, "db-1")
    workload.up("osaka", accepted_risks={"flip": 1, "risks": ["stale-recovery-point"]})
    assert workload.running() == ADDRESSES
    assert any("The recovery point of db-1 of" in line and "is FAILED: the one of" in line for line in said)


def test_a_moment_chooses_the_recovery_points(workload: StoreWorkload) -> None:
    points = workload.cloud.world.site("osaka").store.all("stored_recovery_point")
    first = max(str(point.data["creationTime"]) for point in points)
    _hours_later(workload, 2)
    workload.up("osaka", reference_time=first, accepted_risks={"flip": 1, "risks": ["stale-recovery-point"]})
    taken = {vm["recovery_point"] for vm in workload.engine.state["restored"]}
    assert max(taken) == f"{first[:10]} {first[11:19]} UTC"


@pytest.mark.parametrize("sites", [(1, 9)], indirect=True)
def test_too_little_room_names_the_nodes_to_add_and_what_fits_can_be_accepted(
    workload: StoreWorkload, said: list[str]
) -> None:
    node = {**NODE, "memory_bytes": 9 * 2**30}
    assert workload.preview("osaka", node=node), "a preview warns: the tier that comes first needs no room here"
    assert any("Add 1 node of type i4i.metal to nc2-osaka." in line for line in said)
    with pytest.raises(
        OperatorError, match=r"missing-capacity.*batch-1 finds no room in nc2-osaka. Add 1 node of type"
    ):
        workload.up("osaka", node=node)
    assert workload.restores() == []
    accepted = {"accepted_risks": {"flip": 1, "risks": ["missing-capacity"]}}
    with pytest.raises(OperatorError, match=r"(?s)1 of 3 restores from 'dr-store' failed.*'batch-1': There is no room"):
        workload.up("osaka", node=node, **accepted)
    assert sorted(workload.running()) == ["app-1", "db-1"], "the waves go as far as there is room"
    workload.cloud.control("PUT", "capacity", {"nodes": 2}, site="osaka")
    assert workload.up("osaka", node=node) == "update"
    assert workload.running() == ADDRESSES
    assert sorted(workload.restores()) == ["app-1", "batch-1", "db-1"]


@pytest.mark.parametrize("sites", [(1, 9)], indirect=True)
def test_a_preview_reckons_with_nodes_that_this_run_adds_and_the_run_with_those_that_joined(
    workload: StoreWorkload, said: list[str]
) -> None:
    node = {**NODE, "memory_bytes": 9 * 2**30}
    workload.preview("osaka", node=node, nodes=2)
    assert any("nc2-osaka has room for all" in line for line in said)
    with pytest.raises(OperatorError, match=r"Add 1 node of type i4i.metal"):
        workload.up("osaka", node=node, nodes=2)


@pytest.mark.parametrize("sites", [(1, 16)], indirect=True)
def test_a_preview_leaves_room_for_the_tier_that_comes_first(workload: StoreWorkload, said: list[str]) -> None:
    client = workload.cloud.client("tokyo")
    first = Categories(client).create(Category(key="Protection", value="Short"))
    assert workload.preview("osaka")
    assert any("nc2-osaka has room for all" in line for line in said)
    managers = {site: next(iter(DomainManagers(workload.cloud.client(site)).list())).id for site in ("tokyo", "osaka")}
    workload.cloud.enter("tokyo")
    workload.cloud.links(tokyo="up")
    Engine(ProtectionPolicyProvider, owner="nc2-dr/tokyo/short").up(
        {
            "name": "to-the-cluster",
            "category_ids": [first],
            "locations": [
                {"label": site, "domain_manager_id": manager, "is_primary": site == "tokyo"}
                for site, manager in managers.items()
            ],
            "rpo_seconds": 3600,
            "retention_local": 2,
            "retention_remote": 2,
        }
    )
    add_vm(client, "web-1", "172.30.1.24", workload.subnet, [first], 8, 2, 20)
    workload.cloud.world.advance()
    said.clear()
    assert workload.preview("osaka", before=[{"key": "Protection", "value": "Short"}])
    assert any("too little room for" in line and "Add 1 node of type" in line for line in said)
    assert any("The tiers before them are not held up" in line for line in said)


def test_a_vm_that_fails_is_named_and_the_rest_goes_on(workload: StoreWorkload) -> None:
    workload.fault(kind="task-failed", method="POST", path=RESTORE, message="Checksum mismatch")
    with pytest.raises(OperatorError, match=r"(?s)1 of 3 restores.*'db-1'.*Checksum mismatch.*recoveryReferenceTime"):
        workload.up("osaka")
    assert sorted(workload.running()) == ["app-1", "batch-1"]
    assert workload.up("osaka") == "update"
    assert workload.running() == ADDRESSES
    assert sorted(workload.restores()) == ["app-1", "batch-1", "db-1"]


class Killed(BaseException):
    """Ends a run as a kill does: nothing is caught on the way."""


KILLS: dict[str, tuple[type[Any], str, int]] = {
    "before the first restore": (StoredRecoveryPoints, "restore", 0),
    "in the second wave": (StoredRecoveryPoints, "restore", 1),
    "in the third wave": (StoredRecoveryPoints, "restore", 2),
    "between restore and start of the first wave": (Vms, "power_on", 0),
    "between restore and start of the second wave": (Vms, "power_on", 1),
    "between restore and start of the third wave": (Vms, "power_on", 2),
}


@pytest.mark.parametrize("case", KILLS)
def test_after_a_kill_in_any_wave_the_next_run_goes_on_and_restores_nothing_twice(
    case: str, workload: StoreWorkload, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder, method, skip = KILLS[case]
    original: Any = getattr(holder, method)
    calls: list[object] = []

    def killed(*args: Any, **kwargs: Any) -> Any:
        calls.append(args)
        if len(calls) > skip:
            raise Killed
        return original(*args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(holder, method, killed)
        with pytest.raises(Killed):
            workload.up("osaka")
    assert workload.up("osaka") == "update"
    assert workload.running() == ADDRESSES
    assert sorted(workload.restores()) == ["app-1", "batch-1", "db-1"]


def test_a_restore_whose_answer_is_lost_is_not_begun_again(workload: StoreWorkload) -> None:
    workload.fault(kind="lost-response", method="POST", path=RESTORE, count=3)
    workload.up("osaka")
    assert sorted(workload.restores()) == ["app-1", "batch-1", "db-1"]


def test_a_restore_that_fails_after_it_has_made_the_vm_is_gone_on_with(workload: StoreWorkload) -> None:
    workload.fault(kind="task-partly-failed", method="POST", path=RESTORE, message="Lost the connection")
    assert workload.up("osaka") == "update"
    assert workload.running() == ADDRESSES
    assert sorted(workload.restores()) == ["app-1", "batch-1", "db-1"]


def test_a_flip_away_stands_the_tier_down_and_the_next_one_restores_it_anew(workload: StoreWorkload) -> None:
    workload.up("osaka")
    assert workload.up("tokyo", generation=2) == "update"
    assert workload.running() == {}
    assert sorted(workload.engine.state["superseded"]) == ["app-1", "batch-1", "db-1"]
    workload.cloud.world.push_clock(2 * 3600)
    workload.up("osaka", generation=3)
    assert workload.running() == ADDRESSES
    assert len(workload.vms()) == 3, "the stale copies made way"


def test_stale_copies_that_run_again_are_no_workload_and_make_way(workload: StoreWorkload, said: list[str]) -> None:
    workload.up("osaka")
    workload.up("tokyo", generation=2)
    workload.cloud.world.push_clock(2 * 3600)
    stale = {vm.id for vm in workload.vms()}
    for vm_id in stale:
        Vms(workload.cloud.client("osaka")).power_on(vm_id)
    assert workload.preview("osaka", generation=3)
    assert any("run again and will be powered off first: app-1, batch-1, db-1" in line for line in said)
    workload.up("osaka", generation=3)
    assert workload.running() == ADDRESSES
    assert not stale & {vm.id for vm in workload.vms()}


def test_a_stale_copy_that_is_newer_than_the_store_is_kept_and_told_of(workload: StoreWorkload) -> None:
    workload.up("osaka")
    workload.up("tokyo", generation=2)
    with pytest.raises(OperatorError, match="The stale copy of app-1 in osaka is kept: nothing shows that it is older"):
        workload.up("osaka", generation=3)
    assert workload.running() == {}
    assert sorted(vm.label for vm in workload.vms()) == ["app-1", "batch-1", "db-1"]


def test_the_store_is_looked_up_and_its_absence_tells_what_to_do_by_hand(sites: Cloud, said: list[str]) -> None:
    engine = Engine(RecoveryPointStoreProvider)
    assert engine.up({"name": STORE, "site": "tokyo"}) == "create"
    assert engine.state["store_id"] == next(iter(RecoveryPointStores(sites.client("tokyo")).list())).id
    assert engine.refresh()
    assert engine.up({"name": STORE, "site": "tokyo"}) == "same"
    with pytest.raises(
        OperatorError, match=r"has no recovery point store 'none'.*by hand in the Prism Central of tokyo"
    ):
        Engine(RecoveryPointStoreProvider).up({"name": "none", "site": "tokyo"})
    assert any("has no recovery point store 'none'" in line for line in said), "its preview warns"


def test_with_zero_compute_a_cluster_made_after_the_disaster_restores_what_the_bucket_holds(
    sites: Cloud, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    soon = Timeouts(connect=0.5, read=0.5, call=0.3)
    for name in ("base.client.Timeouts", "store_recovery.preview.PREVIEW", "store_recovery.standby.PREVIEW"):
        monkeypatch.setattr(f"providers.{name}", (lambda: soon) if name.endswith("Timeouts") else soon)
    workload = store_workload(sites)
    sites.control("PUT", "cluster", {"nodes": 0}, site="osaka")
    sites.links(tokyo="down")
    assert workload.preview("osaka"), "without a Prism Central a preview says less"
    assert any("Could not foresee what will be restored from 'dr-store'" in line for line in said)
    with pytest.raises(OperatorError, match="Could not"):
        workload.up("osaka")
    sites.control("PUT", "cluster", {"nodes": 1}, site="osaka")
    with pytest.raises(OperatorError, match=r"has no recovery point store 'dr-store'.*Deploy Multicloud Snapshot"):
        workload.up("osaka")
    sites.control("PUT", "recovery-point-store", {"name": STORE, "bucket": BUCKET}, site="osaka")
    client = sites.client("osaka")
    with pytest.raises(OperatorError, match="unmapped-network"):
        workload.up("osaka")
    make_network(client)
    category = Categories(client).create(Category(key="Tier", value="Long"))
    assert workload.up("osaka", node={**NODE, "memory_bytes": 16 * GIB}) == "update"
    assert workload.running() == ADDRESSES
    assert all(vm.has_category(category) for vm in workload.vms())
    sites.links(tokyo="up")
    workload.up("tokyo", generation=2)
    assert workload.running() == {}
