"""A site's floating IPs: one resource, each member told apart, brought up to date and reported by itself."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest

from errors import OperatorError
from prism import PrismCentral
from prism.networking import FloatingIp, FloatingIps, Subnets
from prism.vmm import Nic, Vms
from providers.base import for_each
from providers.floating_ips import FloatingIpsProvider
from tests.providers._engine import CheckFailed, Engine
from tests.providers._noun import new_vm
from tests.providers._sites import WORKLOAD, protected_workload
from tests.providers.conftest import Cloud
from tests.providers.nouns.floating_ips import two_vms

APP_1 = {"vm": "app-1", "private_ip": "172.30.1.11"}
APP_2 = {"vm": "app-2", "private_ip": "172.30.1.12"}


def leads(client: PrismCentral) -> dict[str | None, str]:
    """Where each floating IP leads, by name."""
    return {one.name: one.nic_id for one in FloatingIps(client).list()}


def up(engine: Engine, **members: dict[str, Any]) -> str:
    """An up with these members."""
    return engine.up({"members": members})


@pytest.fixture
def nics(cloud: Cloud) -> dict[str, str]:
    """The NICs of app-1 and app-2, by VM name."""
    return two_vms(cloud.client("tokyo"))


@pytest.fixture
def engine() -> Engine:
    """The resource."""
    return Engine(FloatingIpsProvider)


def test_one_update_adds_associates_moves_frees_and_removes_and_addresses_stay(
    cloud: Cloud, engine: Engine, nics: dict[str, str]
) -> None:
    client = cloud.client("tokyo")
    up(engine, move=APP_1, spare={}, free={"vm_nic_id": nics["app-2"]}, gone={})
    before = engine.state["addresses"]
    assert up(engine, move=APP_2, spare=APP_1, free={}, new={}) == "update"
    assert leads(client) == {"move": nics["app-2"], "spare": nics["app-1"], "free": "", "new": ""}
    after = engine.state["addresses"]
    assert {name: after[name] for name in ("move", "spare", "free")} == {
        name: before[name] for name in ("move", "spare", "free")
    }
    assert len(set(after.values())) == 4


def test_two_members_swap_their_vms(cloud: Cloud, engine: Engine, nics: dict[str, str]) -> None:
    up(engine, a=APP_1, b=APP_2)
    up(engine, a=APP_2, b=APP_1)
    assert leads(cloud.client("tokyo")) == {"a": nics["app-2"], "b": nics["app-1"]}


def test_an_exhausted_pool_is_told_by_member_and_what_was_granted_stays_and_the_next_up_goes_on(
    cloud: Cloud, engine: Engine, nics: dict[str, str]
) -> None:
    client = cloud.client("tokyo")
    site = cloud.world.site("tokyo")
    site.floating_ip_limit = 2
    members = {"a": APP_1, "b": {}, "c": {}, "d": {}}
    assert up(engine, **members) == "create"
    granted = set(leads(client))
    assert len(granted) == 2
    assert engine.state["failed"].keys() == set(members) - granted
    assert all("no floating IP left" in why for why in engine.state["failed"].values())
    assert engine.state["addresses"].keys() == granted
    site.floating_ip_limit = None
    assert up(engine, **members) == "update"
    assert engine.state["failed"] == {}
    assert set(leads(client)) == set(members)
    assert len(list(FloatingIps(client).list())) == 4


def test_a_member_that_fails_stops_no_other_and_is_tried_by_each_up(
    cloud: Cloud, engine: Engine, nics: dict[str, str], said: list[str]
) -> None:
    client = cloud.client("tokyo")
    members = {
        "gone": {"vm": "nobody", "private_ip": "172.30.1.99"},
        "wrong": {"vm": "app-2", "private_ip": "172.30.1.99"},
        "web": APP_1,
    }
    assert up(engine, **members) == "create"
    told = "\n".join(said)
    assert re.search(r"(?s)2 of 3.*'gone': there is no VM 'nobody'.*'wrong': VM 'app-2' has no NIC", told)
    # Its floating IP is there all the same. It leads to nothing, so it is no address to serve by.
    assert leads(client) == {"web": nics["app-1"], "gone": "", "wrong": ""}
    assert engine.state["addresses"].keys() == {"web"}
    said.clear()
    assert engine.diff({"members": members}).changes
    assert any(
        line.startswith("Floating IP 'wrong' failed in the last run and will be tried again: VM") for line in said
    )
    assert up(engine, **members) == "update"
    assert engine.state["failed"].keys() == {"gone", "wrong"}
    assert up(engine, **{**members, "gone": {}, "wrong": APP_2}) == "update"
    assert leads(client) == {"web": nics["app-1"], "gone": "", "wrong": nics["app-2"]}
    assert engine.state["failed"] == {}
    assert up(engine, **{**members, "gone": {}, "wrong": APP_2}) == "same"


def test_a_floating_ip_whose_member_moves_to_a_wrong_address_goes_on_serving(
    cloud: Cloud, engine: Engine, nics: dict[str, str]
) -> None:
    up(engine, web=APP_1)
    assert up(engine, web={**APP_1, "private_ip": "172.30.1.99"}) == "update"
    assert leads(cloud.client("tokyo")) == {"web": nics["app-1"]}
    assert engine.state["addresses"].keys() == engine.state["failed"].keys() == {"web"}


def test_one_that_cannot_be_released_stays_in_the_state(cloud: Cloud, engine: Engine, nics: dict[str, str]) -> None:
    up(engine, web=APP_1, old={})
    order = {"kind": "task-failed", "method": "DELETE", "path": "*/floating-ips/*", "message": "Busy."}
    cloud.control("POST", "faults", order)
    with pytest.raises(OperatorError, match=r"1 of 2 floating IPs failed; the others are done.*\n.*Busy"):
        engine.destroy()
    engine.destroy()
    assert leads(cloud.client("tokyo")) == {}


def test_a_failed_update_is_told_and_the_next_up_finishes_it(
    cloud: Cloud, engine: Engine, nics: dict[str, str]
) -> None:
    client = cloud.client("tokyo")
    up(engine, web=APP_1, old={})
    order = {"kind": "task-failed", "method": "DELETE", "path": "*/floating-ips/*", "message": "Busy."}
    cloud.control("POST", "faults", order)
    assert up(engine, web=APP_2) == "update"
    assert "Busy" in engine.state["failed"]["old"]
    assert leads(client) == {"web": nics["app-2"], "old": ""}
    assert up(engine, web=APP_2) == "update"
    assert leads(client) == {"web": nics["app-2"]}


def test_somebody_elses_floating_ip_of_the_same_name_is_neither_taken_nor_touched(
    cloud: Cloud, engine: Engine, nics: dict[str, str]
) -> None:
    client = cloud.client("tokyo")
    foreign = FloatingIps(client).create(FloatingIp(name="web", description="of another team"))
    before = FloatingIps(client).get(foreign)
    up(engine, web=APP_1)
    other = Engine(FloatingIpsProvider, owner="nc2-dr/tokyo/other")
    up(other, web={})
    named = {one.id: one.nic_id for one in FloatingIps(client).list() if one.name == "web"}
    assert sorted(named.values()) == ["", "", nics["app-1"]]
    engine.destroy()
    other.destroy()
    assert FloatingIps(client).get(foreign) == before


def test_twins_that_a_killed_run_left_become_one(cloud: Cloud, engine: Engine, nics: dict[str, str]) -> None:
    client = cloud.client("tokyo")
    up(engine, web=APP_1)
    twin = FloatingIps(client).get(str(next(iter(FloatingIps(client).list())).id)).leading_to("")
    FloatingIps(client).create(FloatingIp(name="web", description=twin.description))
    up(engine, web=APP_1, new={})
    assert sorted(leads(client).items(), key=str) == [("new", ""), ("web", nics["app-1"])]
    assert len(list(FloatingIps(client).list())) == 2


def test_a_recovered_vm_is_found_by_its_name_and_not_its_stale_copy(
    cloud: Cloud, engine: Engine, nics: dict[str, str]
) -> None:
    client = cloud.client("tokyo")
    stale = next(vm for vm in Vms(client).list() if vm.name == "app-2")
    Vms(client).update(
        stale.id,
        lambda vm: vm.model_copy(update={"name": "app-1", "description": "[nc2-dr:superseded:nc2-dr/tokyo/failover]"}),
    )
    up(engine, web=APP_1)
    assert leads(client) == {"web": nics["app-1"]}


def test_each_members_change_is_told_by_name_at_preview(
    cloud: Cloud, engine: Engine, nics: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    up(engine, web=APP_1, old={}, same=APP_2)
    told: list[str] = []
    monkeypatch.setattr("pulumi.log.info", told.append)
    engine.diff({"members": {"web": {}, "new": APP_1, "same": APP_2}})
    assert told == [
        "Floating IP 'new' will be added and will lead to VM 'app-1' at 172.30.1.11.",
        "Floating IP 'old' will be released; it leads to nothing.",
        "Floating IP 'web' will move from VM 'app-1' at 172.30.1.11 to nothing.",
    ]


@pytest.mark.parametrize(
    ("members", "fault"),
    [
        ({"a/b": {}}, "without / and ]"),
        ({"a": {"vm": "app-1"}}, "needs vm_nic_id, or vm and private_ip"),
        ({"a": {**APP_1, "vm_nic_id": "n"}}, "needs vm_nic_id, or vm and private_ip"),
        ({"a": APP_1, "b": APP_1}, "'b' leads where 'a' does"),
        ({"a": {"vm": "app-1", "private_ip": "172.30.1"}}, "expected an IPv4 address"),
    ],
    ids=["a slash in a name", "a VM without its address", "a VM and a NIC", "one NIC twice", "no address"],
)
def test_members_that_make_no_sense_are_refused_before_any_call(
    members: dict[str, Any], fault: str, engine: Engine
) -> None:
    with pytest.raises(CheckFailed, match=fault):
        engine.check({"members": members})


def test_members_are_worked_on_side_by_side() -> None:
    both = threading.Barrier(2, timeout=10)
    assert for_each({"a": both.wait, "b": both.wait}) == {}


def test_a_preview_warns_of_changed_members_whose_vm_or_address_is_not_there(
    cloud: Cloud, engine: Engine, nics: dict[str, str], said: list[str]
) -> None:
    up(engine, web=APP_1)
    said.clear()
    gone = {"vm": "nobody", "private_ip": "172.30.1.99"}
    engine.check({"members": {"web": APP_1, "gone": gone}})
    told = "\n".join(said)
    assert "'gone' would fail now: there is no VM 'nobody'" in told
    assert "'web'" not in told
    assert set(leads(cloud.client("tokyo"))) == {"web"}


def test_a_preview_warns_of_a_nic_that_has_somebody_elses_floating_ip(
    cloud: Cloud, engine: Engine, nics: dict[str, str], said: list[str]
) -> None:
    theirs = FloatingIp(name="fip-1", description="INC1").leading_to(nics["app-1"])
    FloatingIps(cloud.client("tokyo")).create(theirs)
    engine.check({"members": {"web": APP_1, "other": APP_2}})
    (told,) = said
    assert "'web' would fail now: Floating IP 'fip-1' (" in told
    assert f"add [nc2-dr:{engine.owner}/web] to its description" in told


def test_a_vm_that_comes_later_is_waited_for_and_seen_by_the_next_preview(
    cloud: Cloud, engine: Engine, nics: dict[str, str], said: list[str]
) -> None:
    client = cloud.client("tokyo")
    members = {"web": {"vm": "web-9", "private_ip": "172.30.1.19"}, "app": APP_1}
    wanted = {"members": members, "await_vms": True}
    engine.up(wanted)
    assert leads(client) == {"web": "", "app": nics["app-1"]}
    assert engine.state["waiting"] == ["web"]
    assert any("because VM 'web-9' is not here" in line for line in said)
    assert engine.up(wanted) == "same"
    assert engine.refresh()
    assert engine.up(wanted) == "same", "a refresh takes a floating IP that waits for no drift"
    subnet = Subnets(client).find_by_name("workload-1")
    assert subnet is not None
    new_vm(client, "web-9", Nic.static(subnet.id, "172.30.1.19"))
    assert engine.up(wanted) == "update"
    assert leads(client)["web"]
    assert engine.state["waiting"] == []
    assert "Floating IP 'web' will lead to VM 'web-9', which is here now." in said


def test_a_preview_tells_which_vm_will_come_with_another_address(cloud: Cloud, engine: Engine, said: list[str]) -> None:
    """Before a failover the VMs are not here, but their recovery points are."""
    protected_workload(cloud)
    cloud.enter("osaka")
    wrong, right = {"vm": "app-1", "private_ip": "172.30.1.37"}, {"vm": "db-1", "private_ip": WORKLOAD["db-1"]}
    later = {"vm": "web-9", "private_ip": "172.30.1.19"}
    said.clear()
    engine.check({"members": {"app": wrong, "db": right, "web": later}, "await_vms": True})
    (told,) = said
    assert told.startswith(
        f"'app' would fail now: VM 'app-1' will come with {WORKLOAD['app-1']}, as its newest recovery point has it; "
        "expected 172.30.1.37."
    )


def test_a_subnet_to_take_them_from_can_be_named(cloud: Cloud, engine: Engine) -> None:
    client = cloud.client("tokyo")
    nat = Subnets(client).find_by_name("overlay-external-subnet-nat")
    assert nat is not None
    engine.up({"members": {"spare": {}}, "external_subnet_id": nat.id})
    assert [one.external_subnet_reference for one in FloatingIps(client).list()] == [nat.id]
