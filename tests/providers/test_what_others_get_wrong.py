"""Defects that tools for Prism Central are known for, one test each: none of them is ours."""

from __future__ import annotations

from typing import Any

import pytest

from prism import PrismCentral, PrismError, TaskFailedError, UnreachableError
from prism.networking import FloatingIp, FloatingIps, Vpcs
from prism.prism import Categories
from prism.vmm import Vms
from providers.category import CategoryProvider
from providers.floating_ips import FloatingIpsProvider
from providers.vm_nic import VmNicProvider
from providers.vpc import VpcProvider
from tests.providers._engine import Engine
from tests.providers._noun import new_subnet, new_vm, new_vpc
from tests.providers._nouns import NOUNS
from tests.providers.conftest import Cloud
from tests.providers.nouns.floating_ips import two_vms

WORKLOAD_VPC: dict[str, Any] = {"name": "workload", "external_subnet_ids": [], "externally_routable_prefixes": []}


@pytest.fixture
def client(cloud: Cloud) -> PrismCentral:
    """Tokyo, whose stack it is."""
    return cloud.client("tokyo")


def a_vm_with_our_nic(client: PrismCentral) -> tuple[Engine, dict[str, Any]]:
    """Its only NIC is ours."""
    subnet = new_subnet(client, new_vpc(client), "workload-1", 1)
    engine = Engine(VmNicProvider)
    inputs = {"vm_id": new_vm(client, "app-1"), "subnet_id": subnet, "ip_address": "172.30.1.11"}
    engine.up(inputs)
    return engine, inputs


def test_removing_a_floating_ips_association_frees_it_and_does_not_crash(client: PrismCentral) -> None:
    engine, nics = Engine(FloatingIpsProvider), two_vms(client)
    engine.up({"members": {"web": {"vm_nic_id": nics["app-1"]}}})
    address = engine.state["addresses"]["web"]
    assert engine.up({"members": {"web": {}}}) == "update"
    (found,) = FloatingIps(client).list()
    assert (found.association_status, found.address) == ("NOT_ASSOCIATED", address)
    assert engine.refresh()
    assert engine.up({"members": {"web": {}}}) == "same"


def test_two_floating_ips_of_one_name_are_not_mixed_up(client: PrismCentral) -> None:
    nics = two_vms(client)
    for _ in range(2):
        FloatingIps(client).create(FloatingIp(name="web"))
    before = {found.id: found for found in FloatingIps(client).list()}
    engine = Engine(FloatingIpsProvider)
    engine.up({"members": {"web": {"vm_nic_id": nics["app-1"]}}})
    engine.up({"members": {"web": {"vm_nic_id": nics["app-2"]}}})
    ours = [found for found in FloatingIps(client).list() if found.id not in before]
    assert [(found.nic_id, found.address) for found in ours] == [(nics["app-2"], engine.state["addresses"]["web"])]
    engine.destroy()
    assert {found.id: found for found in FloatingIps(client).list()} == before


@pytest.mark.slow
@pytest.mark.parametrize("noun", NOUNS, ids=str)
def test_an_object_deleted_outside_does_not_make_plan_fail(noun: Any, client: PrismCentral) -> None:
    engine, inputs = Engine(noun.provider), noun.inputs(client)
    engine.up(inputs)
    noun.take_away(client, engine.id, inputs)
    assert not engine.diff(inputs).changes
    assert not engine.refresh()
    assert engine.up(inputs) == "create"


def test_a_second_externally_routable_prefix_is_neither_dropped_nor_a_difference_for_ever(client: PrismCentral) -> None:
    engine = Engine(VpcProvider)
    inputs = {**WORKLOAD_VPC, "externally_routable_prefixes": ["172.31.0.0/16", "172.30.0.0/16"]}
    engine.up(inputs)
    prefixes = Vpcs(client).get(engine.id).externally_routable_prefixes or []
    assert [str(prefix) for prefix in prefixes] == inputs["externally_routable_prefixes"]
    # Prism may list them in another order.
    Vpcs(client).update(engine.id, lambda vpc: vpc.model_copy(update={"externally_routable_prefixes": prefixes[::-1]}))
    assert engine.refresh()
    assert engine.up(inputs) == "same"


def test_a_changed_category_key_is_another_category_and_no_difference_for_ever(client: PrismCentral) -> None:
    engine = Engine(CategoryProvider)
    engine.up({"key": "Protection", "value": "Yes"})
    wanted = {"key": "DisasterRecovery", "value": "Yes"}
    assert engine.up(wanted) == "replace"
    assert engine.refresh()
    assert engine.up(wanted) == "same"
    assert Categories(client).find("Protection", "Yes") is None
    assert Categories(client).find("DisasterRecovery", "Yes") is not None


def test_a_changed_static_ip_is_sent_and_holds(client: PrismCentral) -> None:
    engine, inputs = a_vm_with_our_nic(client)
    wanted = {**inputs, "ip_address": "172.30.1.12"}
    assert engine.up(wanted) == "update"
    assert [nic.ip for nic in Vms(client).get(inputs["vm_id"]).nics or []] == ["172.30.1.12"]
    assert engine.refresh()
    assert engine.up(wanted) == "same"


@pytest.mark.parametrize("said", ["The controller is busy.", ""], ids=["with a reason", "without a reason"])
def test_a_refused_create_says_why_or_that_prism_gives_no_reason(said: str, cloud: Cloud) -> None:
    order = {"kind": "task-failed", "method": "POST", "path": "*/config/vpcs", "message": said or " "}
    cloud.control("POST", "faults", order)
    with pytest.raises(TaskFailedError, match=r"^Could not create VPC 'workload': \w+") as told:
        Engine(VpcProvider).up(WORKLOAD_VPC)
    assert (said.rstrip(".") or "Prism Central gives no reason") in str(told.value)


def test_tls_is_checked_as_asked(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PRISM_CA_BUNDLE")
    with pytest.raises(UnreachableError, match=r"certificate that is not trusted.*PRISM_CA_BUNDLE"):
        Engine(VpcProvider).up(WORKLOAD_VPC)
    monkeypatch.setenv("PRISM_CA_BUNDLE", str(cloud.running.ca_bundle))
    assert Engine(VpcProvider).up(WORKLOAD_VPC) == "create"


@pytest.mark.slow
@pytest.mark.parametrize("noun", NOUNS, ids=str)
def test_a_re_run_makes_no_duplicates(noun: Any, client: PrismCentral) -> None:
    inputs = noun.inputs(client)
    first, again = Engine(noun.provider), Engine(noun.provider)
    assert first.up(inputs) == "create"
    before = noun.ours(client, inputs, first.owner)
    assert again.up(inputs) == "create"
    assert noun.ours(client, inputs, first.owner) == before
    assert again.id == first.id


def test_a_nics_subnet_can_be_changed(client: PrismCentral) -> None:
    engine, inputs = a_vm_with_our_nic(client)
    wanted = {**inputs, "subnet_id": new_subnet(client, new_vpc(client, "another"), "elsewhere", 1)}
    assert engine.up(wanted) == "update"
    found = [(nic.subnet_id, nic.ip) for nic in Vms(client).get(inputs["vm_id"]).nics or []]
    assert found == [(wanted["subnet_id"], "172.30.1.11")]


def test_an_etag_race_does_not_fail_the_run(cloud: Cloud, client: PrismCentral) -> None:
    engine, inputs = Engine(VpcProvider), {**WORKLOAD_VPC, "dns_servers": ["10.0.0.2"]}
    engine.up(inputs)
    cloud.control("POST", "faults", {"kind": "status", "status": 412, "method": "PUT", "path": "*/vpcs/*", "count": 3})
    assert engine.up({**inputs, "dns_servers": ["10.0.0.3"]}) == "update"
    assert engine.refresh()
    assert engine.up({**inputs, "dns_servers": ["10.0.0.3"]}) == "same"


@pytest.mark.slow
def test_an_etag_race_that_is_no_race_ends_in_a_sentence(cloud: Cloud, client: PrismCentral) -> None:
    engine, inputs = Engine(VpcProvider), WORKLOAD_VPC
    engine.up(inputs)
    cloud.control("POST", "faults", {"kind": "status", "status": 412, "method": "PUT", "path": "*/vpcs/*", "count": -1})
    with pytest.raises(
        PrismError, match=r"Could not update VPC 'workload'.*Someone else changed it meanwhile\. Run again"
    ):
        engine.up({**WORKLOAD_VPC, "name": "renamed"})
