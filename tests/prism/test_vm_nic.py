"""NICs: the twin unions of the API, and the VM's ETag that adding one needs."""

from __future__ import annotations

import pytest

from prism import Reference
from prism.vmm import Nic, NicBacking, NicNetwork, Vm, Vms
from tests.prism.conftest import Answer, Stub, made, task_reference


@pytest.mark.parametrize(
    ("fields", "ip"),
    [
        ({"nicNetworkInfo": {"ipv4Config": {"ipAddress": {"value": "10.0.0.5"}}}}, "10.0.0.5"),
        ({"networkInfo": {"ipv4Config": {"ipAddress": {"value": "10.0.0.6"}}}}, "10.0.0.6"),
        ({"networkInfo": {"ipv4Info": {"learnedIpAddresses": [{"value": "10.0.0.7"}]}}}, "10.0.0.7"),
        ({"nicNetworkInfo": {"subnet": {"extId": "s"}}}, None),
        ({}, None),
    ],
    ids=str,
)
def test_the_address_is_found_in_whichever_form_it_comes(fields: dict[str, object], ip: str | None) -> None:
    assert Nic.model_validate(fields).ip == ip


def test_a_nic_is_added_to_the_version_of_the_vm_that_was_read(stub: Stub) -> None:
    read = [Answer(data={"extId": "m", "name": "app-1"}, headers={"ETag": etag}) for etag in ("seven", "eight")]
    stub.script(read[0], Answer(412), read[1], task_reference(), made("vmm:ahv:config:vm:nic", "n-1"))
    nic = Nic(nic_network_info=NicNetwork(subnet=Reference(ext_id="s")))
    assert Vms(stub.client()).add_nic("m", nic) == "n-1"
    posts = [call for call in stub.calls if call.method == "POST"]
    assert [call.headers["If-Match"] for call in posts] == ["seven", "eight"]
    sent = posts[0].body["nicNetworkInfo"]
    assert sent == {"$objectType": "vmm.v4.ahv.config.VirtualEthernetNicNetworkInfo", "subnet": {"extId": "s"}}


@pytest.mark.parametrize(
    ("version", "name", "kind"),
    [
        ("v4.0", "networkInfo", "NicNetworkInfo"),
        ("v4.1", "nicNetworkInfo", "VirtualEthernetNicNetworkInfo"),
        ("v4.3", "nicNetworkInfo", "VirtualEthernetNicNetworkInfo"),
    ],
)
def test_a_nic_is_written_in_the_form_that_the_negotiated_version_knows(
    version: str, name: str, kind: str, stub: Stub
) -> None:
    stub.version = version
    stub.script(
        Answer(data={"extId": "m", "name": "app-1"}), task_reference(), made("vmm:ahv:config:vm:nic", "n-1"),
        task_reference(), made("vmm:ahv:config:vm", "m-2"),
    )  # fmt: skip
    client = stub.client()
    nic = Nic.static("s", "172.30.1.11")
    nic.nic_backing_info = NicBacking(is_connected=True)
    Vms(client).add_nic("m", nic)
    Vms(client).create(Vm(name="app-2", nics=[nic]))
    alone, within = (call.body for call in stub.calls if call.method == "POST")
    assert within["nics"] == [alone]
    network = {"nicType": "NORMAL_NIC", "subnet": {"extId": "s"}}
    address = {"shouldAssignIp": True, "ipAddress": {"value": "172.30.1.11", "prefixLength": 32}}
    backing, card = ("backingInfo", "EmulatedNic") if version == "v4.0" else ("nicBackingInfo", "VirtualEthernetNic")
    assert alone == {
        name: {"$objectType": f"vmm.v4.ahv.config.{kind}", **network, "ipv4Config": address},
        backing: {"$objectType": f"vmm.v4.ahv.config.{card}", "isConnected": True},
    }
