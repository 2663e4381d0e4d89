"""A VM is looked up by its exact name, and nothing of it is touched."""

from __future__ import annotations

import pulumi
import pytest

from prism import PrismCentral, PrismError, Timeouts
from prism.vmm import Nic, Vms
from providers.vm import VmProvider
from tests.providers._engine import CheckFailed, Engine
from tests.providers._noun import new_category, new_subnet, new_vm, new_vpc
from tests.providers.conftest import Cloud


def test_the_outputs_are_what_prism_central_shows(cloud: Cloud) -> None:
    client, engine = cloud.client("tokyo"), Engine(VmProvider)
    subnet = new_subnet(client, new_vpc(client), "workload-1", 1)
    vm = new_vm(client, "app-1", Nic.static(subnet, "172.30.1.11"))
    Vms(client).add_category(vm, new_category(client, "shop"))
    assert engine.up({"name": "app-1"}) == "create"
    (nic,) = Vms(client).get(vm).nics or []
    assert engine.id == vm
    assert {name: engine.state[name] for name in ("power_state", "cluster", "cluster_id", "categories", "nics")} == {
        "power_state": "ON",
        "cluster": "nc2-tokyo",
        "cluster_id": cloud.world.site("tokyo").cluster_id,
        "categories": ["App:shop"],
        "nics": [
            {
                "nic_id": nic.id,
                "subnet_id": subnet,
                "subnet": "workload-1",
                "ip_address": "172.30.1.11",
                "mac_address": nic.mac_address,
            }
        ],
    }


def test_refresh_sees_what_has_changed_and_up_changes_nothing(cloud: Cloud) -> None:
    client, engine = cloud.client("tokyo"), Engine(VmProvider)
    vm = new_vm(client, "app-1")
    engine.up({"name": "app-1"})
    Vms(client).power_off(vm)
    Vms(client).add_category(vm, new_category(client, "shop"))
    assert engine.up({"name": "app-1"}) == "same"
    assert engine.refresh()
    assert (engine.state["power_state"], engine.state["categories"]) == ("OFF", ["App:shop"])
    assert engine.up({"name": "app-1"}) == "same"


def test_destroy_leaves_the_vm_alone(cloud: Cloud) -> None:
    client, engine = cloud.client("tokyo"), Engine(VmProvider)
    vm = new_vm(client, "app-1")
    engine.up({"name": "app-1"})
    before = Vms(client).get(vm)
    engine.destroy()
    after = Vms(client).get(vm)
    assert (after.etag, after.power_state) == (before.etag, "ON")


def test_a_look_up_writes_nothing_at_all(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    new_vm(cloud.client("tokyo"), "app-1")
    honest, methods = PrismCentral.call, set[str]()

    def note(self: PrismCentral, subject: object, method: str, *args: object, **kwargs: object) -> object:
        methods.add(method)
        return honest(self, subject, method, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(PrismCentral, "call", note)
    engine = Engine(VmProvider)
    engine.up({"name": "app-1"})
    engine.refresh()
    engine.destroy()
    assert methods == {"GET"}


def test_two_of_one_name_stop_preview_and_up_and_both_are_named(cloud: Cloud) -> None:
    client = cloud.client("tokyo")
    ids = sorted(new_vm(client, "app-1") for _ in range(2))
    with pytest.raises(
        CheckFailed, match=rf"find VM 'app-1': https.* has 2 of this name: {ids[0]}, {ids[1]}.*Rename or delete"
    ):
        Engine(VmProvider).check({"name": "app-1"})
    with pytest.raises(PrismError, match=rf"{ids[0]}, {ids[1]}"):
        VmProvider().create({"name": "app-1", "owner": "nc2-dr/tokyo/vm"})


@pytest.mark.parametrize("name", ["app-9", "APP-1", "app"])
def test_a_missing_vm_is_a_warning_at_preview_and_stops_up(name: str, cloud: Cloud, said: list[str]) -> None:
    new_vm(cloud.client("tokyo"), "app-1")
    Engine(VmProvider).check({"name": name})
    assert f"has no VM named '{name}'" in said[-1]
    with pytest.raises(PrismError, match=rf"has no VM named '{name}'\. Check the name, its letter case"):
        Engine(VmProvider).up({"name": name})


def test_a_vm_that_is_gone_leaves_the_state(cloud: Cloud) -> None:
    client, engine = cloud.client("tokyo"), Engine(VmProvider)
    vm = new_vm(client, "app-1")
    engine.up({"name": "app-1"})
    Vms(client).delete(vm)
    assert not engine.refresh()


def test_a_preview_without_prism_central_goes_on(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("providers.vm.PREVIEW", Timeouts(connect=0.2, read=0.2, call=0.1))
    monkeypatch.setenv("PRISM_ENDPOINT", "https://127.0.0.1:1")
    warned: list[str] = []
    monkeypatch.setattr(pulumi.log, "warn", lambda text, *a, **k: warned.append(text))
    Engine(VmProvider).check({"name": "app-1"})
    assert "refused the connection" in warned[0]
