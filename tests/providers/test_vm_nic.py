"""A VM's NIC: what replaces it, in which order, and that no VM is left without one."""

from __future__ import annotations

import re
from typing import Any

import pytest

from prism import PrismCentral, PrismError, Timeouts
from prism.vmm import Nic, VmNics, Vms
from providers.vm_nic import VmNicProvider
from tests.providers._engine import CheckFailed, Engine
from tests.providers._noun import new_subnet, new_vm, new_vpc
from tests.providers.conftest import Cloud


def only_nic(client: PrismCentral, *, on: bool = True) -> tuple[Engine, dict[str, Any]]:
    """A VM whose only NIC is ours."""
    subnet = new_subnet(client, new_vpc(client), "workload-1", 1)
    vm = new_vm(client, "app-1", on=on)
    engine, inputs = Engine(VmNicProvider), {"vm_id": vm, "subnet_id": subnet, "ip_address": "172.30.1.11"}
    assert engine.up(inputs) == "create"
    return engine, inputs


def addresses(client: PrismCentral, vm_id: str) -> list[str | None]:
    """The addresses of the VM's NICs."""
    return [nic.ip for nic in Vms(client).get(vm_id).nics or []]


def test_the_state_knows_the_nic_and_its_mac_address(cloud: Cloud) -> None:
    client = cloud.client("tokyo")
    engine, inputs = only_nic(client)
    (nic,) = Vms(client).get(inputs["vm_id"]).nics or []
    assert engine.id == nic.id
    assert engine.state["mac_address"] == nic.mac_address != ""


@pytest.mark.parametrize("field", ["subnet_id", "ip_address"])
def test_a_nic_moves_in_place_and_keeps_its_mac_address_so_its_vm_is_never_without_one(
    field: str, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = cloud.client("tokyo")
    engine, inputs = only_nic(client)
    other = {"subnet_id": new_subnet(client, new_vpc(client, "b"), "b", 1), "ip_address": "172.30.1.12"}[field]
    honest, counts = PrismCentral.call, []

    def watch(self: PrismCentral, subject: Any, method: str, *args: Any, **kwargs: Any) -> Any:
        reply = honest(self, subject, method, *args, **kwargs)
        counts.append(len(cloud.world.site("tokyo").store.all("vm_nic", inputs["vm_id"])))
        return reply

    monkeypatch.setattr(PrismCentral, "call", watch)
    wanted = {**inputs, field: other}
    mac, before = engine.state["mac_address"], engine.id
    assert engine.up(wanted) == "update"
    assert set(counts) == {1}
    (nic,) = Vms(client).get(inputs["vm_id"]).nics or []
    assert (nic.subnet_id, nic.ip) == (wanted["subnet_id"], wanted["ip_address"])
    assert (nic.id, nic.mac_address, engine.state["mac_address"]) == (before, mac, mac)


def test_where_nics_cannot_be_moved_the_error_says_what_replaces_them(cloud: Cloud, without_nic_actions: None) -> None:
    client = cloud.client("tokyo")
    engine, inputs = only_nic(client)
    with pytest.raises(PrismError, match=r"was not moved: this Prism Central does not offer.*--replace"):
        engine.up({**inputs, "ip_address": "172.30.1.12"})
    assert addresses(client, inputs["vm_id"]) == ["172.30.1.11"]


@pytest.mark.parametrize("on", [True, False], ids=["running", "off"])
def test_the_last_nic_stays_whether_the_vm_runs_or_not(on: bool, cloud: Cloud) -> None:
    client = cloud.client("tokyo")
    engine, inputs = only_nic(client, on=on)
    with pytest.raises(PrismError, match=r"last one of VM 'app-1'.*Add another NIC or delete the VM"):
        engine.destroy()
    assert addresses(client, inputs["vm_id"]) == ["172.30.1.11"]
    Vms(client).add_nic(inputs["vm_id"], Nic.static(inputs["subnet_id"], "172.30.1.99"))
    engine.destroy()
    assert addresses(client, inputs["vm_id"]) == ["172.30.1.99"]


def test_the_nic_of_a_vm_that_is_gone_is_gone(cloud: Cloud) -> None:
    client = cloud.client("tokyo")
    engine, inputs = only_nic(client)
    Vms(client).delete(inputs["vm_id"])
    engine.make().delete(engine.id, engine.state)
    assert not engine.refresh()


def test_an_address_moves_to_another_vm_by_leaving_the_first_before(cloud: Cloud) -> None:
    client = cloud.client("tokyo")
    engine, inputs = only_nic(client)
    Vms(client).add_nic(inputs["vm_id"], Nic.static(inputs["subnet_id"], "172.30.1.99"))
    other = new_vm(client, "app-2")
    assert engine.up({**inputs, "vm_id": other}) == "replace"
    assert not engine.new_first
    assert addresses(client, inputs["vm_id"]) == ["172.30.1.99"]
    assert addresses(client, other) == ["172.30.1.11"]


def test_an_address_that_would_leave_a_vm_without_a_nic_is_refused_at_preview(cloud: Cloud) -> None:
    client = cloud.client("tokyo")
    engine, inputs = only_nic(client)
    with pytest.raises(PrismError, match=r"172\.30\.1\.11 \(.*\) is the last one of VM 'app-1'"):
        engine.diff({**inputs, "vm_id": new_vm(client, "app-2")})
    assert addresses(client, inputs["vm_id"]) == ["172.30.1.11"]


NOWHERE = "99999999-9999-4999-8999-999999999999"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            {"vm_id": NOWHERE},
            rf"vm_id is {NOWHERE}, but .* at https.* has no such VM\. The VM was deleted",
        ),
        ({"subnet_id": NOWHERE}, rf"subnet_id is {NOWHERE}, but the Prism Central at https.* has no such subnet"),
        ({"ip_address": "172.30.2.5"}, r"is 172\.30\.2\.5; expected an address inside 172\.30\.1\.0/24.*'workload-1'"),
        ({"ip_address": "172.30.1.255"}, r"which no NIC can have in 172\.30\.1\.0/24"),
        ({"ip_address": "172.30.1.1"}, r"is the gateway of subnet 'workload-1'"),
    ],
    ids=["no such VM", "no such subnet", "outside", "broadcast", "gateway"],
)
def test_the_preview_says_what_would_fail(change: dict[str, str], says: str, cloud: Cloud) -> None:
    client = cloud.client("tokyo")
    _, taken = only_nic(client)
    wanted = {**taken, "vm_id": new_vm(client, "app-2"), "ip_address": "172.30.1.12", **change}
    with pytest.raises(CheckFailed, match=says):
        Engine(VmNicProvider).check(wanted)


def test_the_preview_warns_of_an_address_that_another_vm_has(cloud: Cloud, said: list[str]) -> None:
    client = cloud.client("tokyo")
    _, taken = only_nic(client)
    Engine(VmNicProvider).check({**taken, "vm_id": new_vm(client, "app-2")})
    assert re.search(
        r"is 172\.30\.1\.11, which VM 'app-1' \(.*\) has in subnet 'workload-1'.*only if this run frees",
        said[-1],
    )


def test_the_preview_warns_of_an_address_in_a_pool(cloud: Cloud, said: list[str]) -> None:
    _, inputs = only_nic(cloud.client("tokyo"))
    Engine(VmNicProvider).check({**inputs, "ip_address": "172.30.1.210"})
    assert "172.30.1.210 is in the pool 172.30.1.200 to 172.30.1.250 of subnet 'workload-1'" in said[-1]


def test_a_preview_of_what_stays_asks_prism_nothing(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    engine, inputs = only_nic(cloud.client("tokyo"))
    monkeypatch.setenv("PRISM_ENDPOINT", "https://127.0.0.1:1")
    assert engine.diff(inputs).changes is False


def test_without_prism_central_the_preview_goes_on(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, said: list[str]
) -> None:
    engine, inputs = only_nic(cloud.client("tokyo"))
    monkeypatch.setattr("providers.vm_nic.PREVIEW", Timeouts(connect=0.2, read=0.2, call=0.1))
    monkeypatch.setenv("PRISM_ENDPOINT", "https://127.0.0.1:1")
    assert engine.diff({**inputs, "vm_id": NOWHERE}).replaces == ["vm_id"]
    assert "refused the connection" in said[-1]


def test_the_deprecated_form_is_written_to_a_prism_central_that_knows_no_other(cloud: Cloud) -> None:
    cloud.world.set_versions({"vmm": "v4.0"})
    client = cloud.client("tokyo")
    engine, inputs = only_nic(client)
    assert engine.refresh()
    assert engine.up(inputs) == "same"
    assert addresses(client, inputs["vm_id"]) == ["172.30.1.11"]


def test_somebody_elses_write_to_the_vm_makes_us_write_again(cloud: Cloud) -> None:
    client = cloud.client("tokyo")
    engine, inputs = only_nic(client)
    order = {"kind": "status", "status": 412, "method": "POST", "path": "/api/vmm/*/nics*", "count": 2}
    cloud.control("POST", "faults", order)
    assert engine.up({**inputs, "ip_address": "172.30.1.12"}) == "update"
    assert addresses(client, inputs["vm_id"]) == ["172.30.1.12"]


@pytest.mark.parametrize("cloud", ["ticks:3"], indirect=True)
def test_a_nic_whose_task_outlived_a_killed_run_is_adopted(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    client = cloud.client("tokyo")
    _, inputs = only_nic(client)
    wanted, twin = {**inputs, "ip_address": "172.30.1.12"}, Engine(VmNicProvider)

    class Killed(BaseException):
        """The process is gone."""

    def die(self: PrismCentral, *args: Any, **kwargs: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(PrismCentral, "wait", die)
        with pytest.raises(Killed):
            twin.up(wanted)
    assert twin.up(wanted) == "create"
    assert sorted(map(str, addresses(client, inputs["vm_id"]))) == ["172.30.1.11", "172.30.1.12"]


def test_a_nic_that_was_given_the_new_address_by_hand_is_adopted_and_survives(cloud: Cloud) -> None:
    client = cloud.client("tokyo")
    engine, inputs = only_nic(client)
    nic = VmNics(client, inputs["vm_id"])
    nic.act(engine.id, "assign-ip", {"ipAddress": {"value": "172.30.1.12"}})
    before = engine.id
    assert engine.up({**inputs, "ip_address": "172.30.1.12"}) == "update"
    assert engine.id == before
    assert addresses(client, inputs["vm_id"]) == ["172.30.1.12"]


def test_an_address_that_another_vm_holds_is_told_with_its_holder(cloud: Cloud) -> None:
    client = cloud.client("tokyo")
    _, inputs = only_nic(client)
    other = new_vm(client, "app-2")
    # Up checks once more, and somebody may have taken the address since: Prism Central has the last word.
    with pytest.raises(PrismError, match=r"172\.30\.1\.11.*already in use by VM app-1"):
        VmNicProvider().create({**inputs, "vm_id": other, "owner": "nc2-dr/tokyo/nic"})


def test_an_address_on_a_nic_that_a_lost_state_has_left_is_taken_up_with_that_nic(cloud: Cloud) -> None:
    client = cloud.client("tokyo")
    _, inputs = only_nic(client)
    (first,) = Vms(client).get(inputs["vm_id"]).nics or []
    again = Engine(VmNicProvider)
    assert again.up({**inputs, "ip_address": "172.30.1.12"}) == "create"
    assert again.up(inputs) == "replace"
    assert addresses(client, inputs["vm_id"]) == [inputs["ip_address"]]
    assert again.id == first.id
