"""The stand-in for Nutanix Move: VMs appear with leased addresses."""

from __future__ import annotations

from tests.simulator.estate import overlay
from tests.simulator.harness import VMS, Prism


def test_vms_appear_running_with_addresses_of_the_pools(tokyo: Prism) -> None:
    network = overlay(tokyo)
    subnet = tokyo.model.store.require("subnet", network.app)
    made = tokyo.control("POST", "move", {"subnet": subnet.name, "vms": [{"name": "web-1", "nics": 2}]})
    vm = tokyo.get(f"{VMS}/{made[0]['extId']}")
    assert (vm["name"], vm["powerState"], len(vm["nics"])) == ("web-1", "ON", 2)
    held = [nic["nicNetworkInfo"]["ipv4Config"]["ipAddress"]["value"] for nic in vm["nics"]]
    assert held == made[0]["addresses"]
    assert len(set(held)) == 2


def test_what_makes_no_sense_is_refused_in_a_sentence(tokyo: Prism) -> None:
    subnet = tokyo.model.store.require("subnet", overlay(tokyo).app).name
    for body, said in (
        ({"subnet": "nowhere", "vms": []}, "0 subnets are called 'nowhere'"),
        ({"subnet": subnet, "vms": [{"nics": 1}]}, "expected name"),
        ({"subnet": subnet, "vms": [{"name": "x", "disk": 1}]}, "expected name"),
    ):
        reply = tokyo.request("POST", "/simulator/v1/move", body)
        assert reply.status_code == 400
        assert said in reply.text
