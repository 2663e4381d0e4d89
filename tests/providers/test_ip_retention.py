"""The captured addresses on the moved VMs: every policy by name, nothing guessed, nothing without a NIC."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest

from errors import OperatorError
from prism.networking import Subnets
from prism.prism import Categories, Category
from prism.vmm import Nic, Vms
from simulator.aws import serve
from tests.providers._migration import (
    CIDR,
    SUBNET,
    Killed,
    Migration,
    batch,
    fewest_nics,
    macs,
    new_migration,
    overlay_subnet,
    watched,
)
from tests.providers._noun import new_vm, new_vpc
from tests.providers.conftest import Cloud

_TABLES = itertools.count()

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    """The local AWS."""
    with serve() as endpoint:
        yield endpoint


@pytest.fixture
def migration(cloud: Cloud, aws: str, monkeypatch: pytest.MonkeyPatch) -> Migration:
    """Tokyo's overlay, an empty table, nothing captured."""
    for name, value in {
        "AWS_ENDPOINT_URL": aws,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
    }.items():
        monkeypatch.setenv(name, value)
    return new_migration(cloud, f"table-{next(_TABLES)}")


@pytest.mark.parametrize("offered", [True, False])
def test_a_nic_is_recorded_and_moves_in_place_or_else_the_new_one_comes_before_the_old_one_goes(
    migration: Migration, offered: bool, request: pytest.FixtureRequest
) -> None:
    _ = offered or request.getfixturevalue("without_nic_actions")
    migration.captured("i-1", "web-1", "172.30.1.34")
    vm = migration.moved("web-1")
    (old,) = migration.vm(vm).nics or []
    with watched() as writes:
        migration.up()
    moved = ["POST"] if offered else ["POST", "DELETE"]
    assert [one.split()[0] for one in writes.seen] == ["table", *moved, "table"]
    (new,) = migration.vm(vm).nics or []
    assert (new.ip, new.mac_address == old.mac_address, new.id == old.id) == ("172.30.1.34", offered, offered)
    (kept,) = migration.journal("i-1")["OriginalNics"]
    assert (kept["id"], kept["mac"], kept["address"]) == (old.id, old.mac_address, old.ip)


def test_power_state_and_categories_are_kept(migration: Migration) -> None:
    client = migration.client
    tags = [Categories(client).create(Category(key="Tier", value=value)) for value in ("web", "front")]
    for number, on in enumerate((True, False), 1):
        migration.captured(f"i-{number}", f"web-{number}", f"172.30.1.3{number}")
        vm = migration.moved(f"web-{number}", on=on)
        for tag in tags:
            Vms(client).add_category(vm, tag)
    before = {vm.label: (vm.power_state, vm.categories) for vm in Vms(client).list()}
    migration.up()
    assert {vm.label: (vm.power_state, vm.categories) for vm in Vms(client).list()} == before
    assert {power for power, _ in before.values()} == {"ON", "OFF"}


def test_what_is_right_already_is_not_written(migration: Migration) -> None:
    migration.captured("i-1", "web-1", "172.30.1.34")
    migration.moved("web-1")
    migration.up()
    with watched() as writes:
        assert migration.up() == "same"
    assert writes.seen == []
    migration.captured("i-2", "web-2", "172.30.1.35")
    new_vm(migration.client, "web-2", Nic.static(migration.subnet, "172.30.1.35"))
    with watched() as writes:
        migration.up()
    assert writes.seen == ["table i-2 RetainedAs RetainedAt"], "it is only noted that it is right"


def test_a_vm_that_move_brings_later_is_the_next_run_s_change(migration: Migration, said: list[str]) -> None:
    migration.captured("i-1", "web-1", "172.30.1.34")
    migration.captured("i-2", "web-2", "172.30.1.35")
    first = migration.moved("web-1")
    migration.up()
    assert migration.addresses(first) == ["172.30.1.34"]
    assert migration.engine.state["waiting"] == ["web-2 (i-2)"]
    assert any("web-2 (i-2): there is no VM 'web-2' yet" in line for line in said)
    assert migration.up() == "same"
    second = migration.moved("web-2")
    assert migration.up() == "update"
    assert migration.addresses(second) == ["172.30.1.35"]
    assert migration.engine.state["waiting"] == []


def test_a_plan_writes_nothing_and_names_every_instance(migration: Migration, said: list[str]) -> None:
    migration.captured("i-1", "web-1", "172.30.1.34")
    migration.captured("i-2", "web-2", "172.30.1.35", drift=["the API calls it 'web-2', the guest 'web'"])
    migration.moved("web-1")
    with watched() as writes:
        migration.up("plan")
        migration.engine.diff(migration.inputs("retain"))
    assert writes.seen == []
    told = "\n".join(said)
    assert "Addresses of 2 instances: 1 waiting, 1 would change." in told
    assert "web-1 (i-1): would change: NIC with 172.30.1.200 gets 172.30.1.34" in told
    assert "web-1 (i-1): to retain: NIC with 172.30.1.200 gets 172.30.1.34" in told
    assert "contradicts itself: the API calls it" in told


def two_nics(m: Migration) -> None:
    m.captured("i-1", "web-1", "172.30.1.34")
    m.moved("web-1", nics=2)


def no_name(m: Migration) -> None:
    m.captured("i-1", "NoNameTag", "172.30.1.34")
    m.captured("i-2", "", "172.30.1.35")
    m.moved("NoNameTag")


def two_vms(m: Migration) -> None:
    m.captured("i-1", "web-1", "172.30.1.34")
    m.moved("web-1")
    m.moved("web-1")


def two_rows(m: Migration) -> None:
    m.captured("i-1", "web-1", "172.30.1.34")
    m.captured("i-2", "web-1", "172.30.1.35")
    m.moved("web-1")


def two_instances_of_one_address(m: Migration) -> None:
    for number in (1, 2):
        m.captured(f"i-{number}", f"web-{number}", "172.30.1.34")
        m.moved(f"web-{number}")


def other_case(m: Migration) -> None:
    m.captured("i-1", "Web-1", "172.30.1.34")
    m.moved("web-1")


def outside(m: Migration) -> None:
    m.captured("i-1", "web-1", "172.31.1.34")
    m.moved("web-1")


def the_gateway(m: Migration) -> None:
    m.captured("i-1", "web-1", "172.30.1.1")
    m.moved("web-1")


def in_use(m: Migration) -> None:
    m.captured("i-1", "web-1", "172.30.1.34")
    m.moved("web-1")
    new_vm(m.client, "stranger", Nic.static(m.subnet, "172.30.1.34"))


def subnet_twice(m: Migration) -> None:
    m.captured("i-1", "web-1", "172.30.1.34")
    m.moved("web-1")
    overlay_subnet(m.client, m.vpc, SUBNET, "172.30.9.0/24")


def subnet_missing(m: Migration) -> None:
    m.captured("i-1", "web-1", "172.30.1.34")
    m.moved("web-1")
    Subnets(m.client).update(m.subnet, lambda one: one.model_copy(update={"name": "renamed"}))


def no_address(m: Migration) -> None:
    m.captured("i-1", "web-1")
    m.moved("web-1")


REFUSED: dict[str, tuple[Callable[[Migration], None], tuple[str, ...]]] = {
    "more NICs than were captured": (two_nics, ("web-1 (i-1)", "has 2 NICs", "its instance had 1", "the extra ones")),
    "no name": (no_name, ("'i-1': the instance has no Name tag", "'i-2': the instance has no Name tag")),
    "two VMs of the name": (two_vms, ("web-1 (i-1)", "2 VMs have the name 'web-1'", "Rename or delete all but one")),
    "two rows for one VM": (two_rows, ("web-1 (i-1)", "web-1 (i-2)", "2 captured instances have the name 'web-1'")),
    "one address for two": (two_instances_of_one_address, ("172.30.1.34 was captured for web-2 (i-2), too",)),
    "a name in another case": (other_case, ("Web-1 (i-1)", "but there is 'web-1' in another letter case")),
    "an address outside the subnets": (outside, ("172.31.1.34 is outside the overlay's subnets (172.30.1.0/24)",)),
    "an address that AHV keeps": (the_gateway, ("172.30.1.1 cannot be the address of a VM",)),
    "an address in use": (in_use, ("172.30.1.34 is in use by VM 'stranger'",)),
    "the subnet twice": (subnet_twice, ("the overlay VPC has 2 subnets 'workload-172-30-1'",)),
    "the subnet missing": (subnet_missing, ("has no subnet 'workload-172-30-1' for 172.30.1.34",)),
    "a record without an address": (no_address, ("its record has no address",)),
}


@pytest.mark.parametrize(("arrange", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_decided_is_refused_by_name_writes_nothing_and_stops_no_other(
    migration: Migration, arrange: Callable[[Migration], None], says: tuple[str, ...]
) -> None:
    arrange(migration)
    concerned = {vm.id: [nic.id for nic in vm.nics or []] for vm in Vms(migration.client).list()}
    good = not any(words in says[0] for words in ("2 subnets", "has no subnet"))
    if good:
        migration.captured("i-99", "db-1", "172.30.1.36")
        other = migration.moved("db-1")
    migration.up()
    told = "\n".join(f"'{name}': {why}" for name, why in migration.failed.items())
    for words in says:
        assert words in told
    assert {vm.id: [nic.id for nic in vm.nics or []] for vm in Vms(migration.client).list() if vm.id in concerned} == (
        concerned
    )
    if good:
        assert migration.addresses(other) == ["172.30.1.36"]


def test_a_terminated_instance_is_left_out_even_where_another_took_its_name_and_address(migration: Migration) -> None:
    migration.captured("i-1", "web-1", "172.30.1.34", state="terminated")
    migration.captured("i-2", "web-1", "172.30.1.34")
    vm = migration.moved("web-1")
    migration.up()
    assert migration.addresses(vm) == ["172.30.1.34"]
    assert migration.engine.state["status"]["web-1 (i-1)"] == "left out: its instance is terminated"


def test_a_subnet_of_that_name_in_another_vpc_is_none_of_ours(migration: Migration) -> None:
    migration.captured("i-1", "web-1", "172.30.1.34")
    vm = migration.moved("web-1")
    overlay_subnet(migration.client, new_vpc(migration.client, "other"), SUBNET, CIDR)
    migration.up()
    assert (migration.vm(vm).nics or [])[0].subnet_id == migration.subnet


def test_several_nics_keep_their_order_and_one_that_was_not_captured_stays(migration: Migration) -> None:
    elsewhere = overlay_subnet(migration.client, new_vpc(migration.client, "other"), "backup", "10.9.9.0/24")
    migration.captured("i-1", "db-1", "172.30.1.40", "172.30.1.41")
    nics = [Nic.leased(migration.subnet), Nic.static(elsewhere, "10.9.9.9"), Nic.leased(migration.subnet)]
    vm = new_vm(migration.client, "db-1", *nics)
    migration.up()
    assert migration.addresses(vm) == ["172.30.1.40", "10.9.9.9", "172.30.1.41"]


def test_secondary_addresses_come_with_their_nic(migration: Migration) -> None:
    migration.captured("i-1", "web-1", "172.30.1.34")
    migration.instances["i-1"]["nics"] = [{"address": "172.30.1.34", "secondary": ["172.30.1.50"]}]
    vm = migration.moved("web-1")
    migration.up()
    network = (migration.vm(vm).nics or [])[0].network
    assert network is not None
    assert network.ipv4_config is not None
    assert [one.value for one in network.ipv4_config.secondary_ip_address_list or []] == ["172.30.1.50"]


def test_swapped_addresses_and_a_chain_end_right_and_nobody_is_ever_without_a_nic(
    migration: Migration, least_nics: dict[str, int]
) -> None:
    vms = {}
    for number, held in ((1, 35), (2, 34), (3, 37), (4, 200)):
        migration.captured(f"i-{number}", f"web-{number}", f"172.30.1.{33 + number}")
        vms[number] = new_vm(migration.client, f"web-{number}", Nic.static(migration.subnet, f"172.30.1.{held}"))
    migration.up()
    assert {number: migration.addresses(vm) for number, vm in vms.items()} == {
        number: [f"172.30.1.{33 + number}"] for number in vms
    }
    assert min(least_nics[vm] for vm in vms.values()) >= 1


@pytest.fixture
def least_nics(migration: Migration) -> dict[str, int]:
    return fewest_nics(migration)


def test_a_run_killed_before_any_write_is_finished_by_the_next_and_rolled_back_after(
    migration: Migration, least_nics: dict[str, int]
) -> None:
    expected = batch(migration)
    original = {vm: macs(migration, vm) for vm in expected}
    for writes_done in itertools.count():
        for mode in ("retain", "rollback"):
            try:
                with watched(writes_done) as writes:
                    migration.engine.id, migration.engine.state = "", {}
                    migration.up(mode)
                done = True
            except Killed:
                done = False
                migration.up(mode)
            if mode == "retain":
                assert {vm: migration.addresses(vm) for vm in expected} == expected, writes.seen
            else:
                assert {vm: macs(migration, vm) for vm in expected} == original, writes.seen
            assert min(least_nics[vm] for vm in expected) >= 1
        if done:
            break
    assert writes_done > 8


@pytest.mark.parametrize("mode", ["retain", "rollback"])
def test_a_lost_response_of_any_write_does_nothing_twice(migration: Migration, mode: str) -> None:
    expected = batch(migration)
    original = {vm: macs(migration, vm) for vm in expected}
    for number in itertools.count():
        migration.up("rollback" if mode == "retain" else "retain")
        for method in ("POST", "DELETE"):
            fault = {"kind": "lost-response", "method": method, "path": "/api/vmm/*/nics*", "skip": number}
            migration.cloud.control("POST", "faults", fault)
        migration.up(mode)
        if mode == "retain":
            assert {vm: migration.addresses(vm) for vm in expected} == expected
        else:
            assert {vm: macs(migration, vm) for vm in expected} == original
        left = len(migration.cloud.world.faults.listed())
        migration.cloud.control("DELETE", "faults", {})
        if left == 2:
            break
    assert number > 2


@pytest.mark.parametrize("kind", ["task-failed", "status"])
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_a_failed_vm_does_not_stop_the_others_and_the_next_run_finishes_it(
    migration: Migration, kind: str, method: str, request: pytest.FixtureRequest
) -> None:
    _ = method == "POST" or request.getfixturevalue("without_nic_actions")
    vms = {}
    for number in range(1, 5):
        migration.captured(f"i-{number}", f"web-{number}", f"172.30.1.3{number}")
        vms[f"172.30.1.3{number}"] = migration.moved(f"web-{number}")
    broken = vms["172.30.1.32"]
    path = f"/api/vmm/*/{broken}/nics*"
    migration.cloud.control("POST", "faults", {"kind": kind, "status": 400, "method": method, "path": path})
    migration.up()
    assert set(migration.failed) == {"web-2 (i-2)"}
    assert len(migration.addresses(broken)) >= 1
    assert all(migration.addresses(vm) == [at] for at, vm in vms.items() if vm != broken)
    with watched() as writes:
        assert migration.up() == "update", "what failed is tried again"
    assert migration.failed == {}
    assert all("i-2" in one or "i-" not in one for one in writes.seen), "only what was left is done"
    assert migration.addresses(broken) == ["172.30.1.32"]


@pytest.mark.usefixtures("without_nic_actions")
def test_a_nic_taken_by_somebody_meanwhile_keeps_the_old_one(migration: Migration) -> None:
    migration.captured("i-1", "web-1", "172.30.1.34")
    vm = migration.moved("web-1")
    honest = Vms.remove_nic

    def meddled(self: Vms, vm_id: str, nic_id: str, allowed: object) -> None:
        new = next(nic for nic in migration.vm(vm_id).nics or [] if nic.ip == "172.30.1.34")
        honest(Vms(migration.client), vm_id, new.id, lambda vm, nic: True)
        honest(self, vm_id, nic_id, allowed)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Vms, "remove_nic", meddled)
        migration.up()
    assert "stays, because it is the last one" in migration.failed["web-1 (i-1)"]
    assert migration.addresses(vm) == ["172.30.1.200"]
    migration.up()
    assert migration.addresses(vm) == ["172.30.1.34"]


def test_what_is_retained_is_left_alone_whatever_becomes_of_it(migration: Migration) -> None:
    migration.captured("i-1", "web-1", "172.30.1.34")
    vm = migration.moved("web-1")
    migration.up()
    Vms(migration.client).delete(vm)
    with watched() as writes:
        assert migration.up() == "same"
        assert migration.engine.refresh()
        migration.engine.destroy()
    assert writes.seen == []


def test_a_vm_that_was_moved_again_is_recorded_anew(migration: Migration) -> None:
    migration.captured("i-1", "web-1", "172.30.1.34")
    Vms(migration.client).delete(migration.moved("web-1"))
    migration.instances["i-1"]["nics"] = [{"address": "172.30.1.35"}]
    again = migration.moved("web-1")
    migration.up()
    assert migration.journal("i-1")["VmId"] == again
    assert migration.addresses(again) == ["172.30.1.35"]


def test_the_table_is_read_page_by_page_and_so_are_the_vms(
    migration: Migration, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("prism.listing.PAGE", 20)
    for number in range(60):
        migration.captured(f"i-{number}", f"app-{number:02}", f"172.30.1.{10 + number}")
        migration.table.write(f"i-{number}", {"Padding": "x" * 30_000})
    vms = [new_vm(migration.client, f"app-{number:02}", Nic.leased(migration.subnet)) for number in range(51)]
    migration.up()
    assert [migration.addresses(vm) for vm in vms] == [[f"172.30.1.{10 + number}"] for number in range(51)]
    assert len(migration.engine.state["waiting"]) == 9


def test_without_the_table_nothing_is_written(migration: Migration) -> None:
    migration.captured("i-1", "web-1", "172.30.1.34")
    vm = migration.moved("web-1")
    with pytest.raises(OperatorError, match="Could not read the table nowhere"):
        migration.up(table="nowhere")
    assert migration.addresses(vm) == ["172.30.1.200"]


def test_a_preview_without_prism_central_says_so_and_goes_on(migration: Migration, said: list[str]) -> None:
    migration.captured("i-1", "web-1", "172.30.1.34")
    migration.moved("web-1")
    migration.up("plan")
    migration.cloud.control("POST", "faults", {"kind": "status", "status": 403, "path": "/api/vmm/*", "count": -1})
    migration.engine.diff(migration.inputs("retain"))
    assert any("cannot be shown" in line for line in said)
