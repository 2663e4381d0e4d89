"""What stands before a history begins: two sites, a protected workload in Tokyo, both stacks up. Made once, copied."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from prism.networking import ExternalSubnet, Subnets, Vpcs
from prism.prism import Categories, Category
from prism.vmm import Vm, Vms
from simulator import World
from simulator.prism.model import Record
from simulator.prism.world import take_up
from tests.histories.lab.laboratory import HOME, NAMES, Laboratory
from tests.histories.log.moment import OWN, PEERING
from tests.histories.operators.checkout import Checkout
from tests.histories.script.traits import Traits
from tests.histories.world.stack import Kept, Stack
from tests.histories.world.transit_gateway import TransitGateway
from tests.providers._sites import SUBNET, WORKLOAD, add_vm, protected_workload

FRONT = {"app-1": WORKLOAD["app-1"]}
_ANOTHER = "172.30.1.37"
BASTION = ("172.30.1.21", "172.30.1.22")


@dataclass(frozen=True)
class Estate:
    """The records of both simulators, as JSON, and what the stacks hold."""

    records: dict[str, str]
    number: int
    bastions: dict[str, dict[str, str]]
    stacks: dict[str, Kept]

    @classmethod
    def make(cls, lab: Laboratory) -> Estate:
        """From nothing, by the client and the providers."""
        world = lab.begin(0)
        cloud: Any = SimpleNamespace(enter=lab.enter, client=lab.client)
        protected_workload(cloud)
        for site in NAMES:
            _let_out(lab, site)
        bastions = {site: _bastion(lab, site) for site in NAMES}
        world.advance()
        stacks = joined({site: _stack(site, bastions[site]) for site in NAMES})
        for site in (*NAMES, *NAMES):
            lab.enter(site)
            stacks[site].up(Checkout(HOME), lambda: None)
        for site in NAMES:
            _leave_one_nic(lab, site, bastions[site]["vm_id"])
        world.advance()
        held = {
            name: json.dumps([record.to_json() for kind in site.store.kinds() for record in site.store.all(kind)])
            for name, site in world.sites.items()
        }
        return cls(held, world.number, bastions, {site: stack.keep() for site, stack in stacks.items()})

    def copied(self, lab: Laboratory, seed: int, **settings: Any) -> World:
        """A world of its own for one history."""
        world = lab.begin(seed, **settings)
        for name, records in self.records.items():
            for record in json.loads(records):
                world.site(name).store.put_quietly(Record(**record))
        world.at_least(self.number)
        take_up(world)
        # Not the seed alone: the estate may have been made with it, and its ids would come again.
        world.random = random.Random(f"history {seed}")
        world.replication_dirty = True
        world.advance()
        return world


def front(traits: Traits) -> dict[str, str]:
    """The VMs with a floating IP, and the address that the configuration has of each."""
    return {**FRONT, **dict.fromkeys(traits.misplaced, _ANOTHER)}


def joined(stacks: dict[str, Stack]) -> dict[str, Stack]:
    """Each stack reads what the other has published."""
    one, other = stacks.values()
    one.peer, other.peer = other, one
    return stacks


def leads_to(site: str) -> str:
    """Where the gateway of the site leads at the beginning."""
    return OWN if site == HOME else PEERING


def _stack(site: str, bastion: dict[str, str]) -> Stack:
    """A stack that nothing interrupts."""
    gateway = TransitGateway(site, lambda *a: None, lambda *a: None)
    return Stack(site, gateway, lambda *a: None, {**bastion, "ip_address": BASTION[0]}, FRONT)


def _let_out(lab: Laboratory, site: str) -> None:
    """Gives the workload's VPC the external subnet that floating IPs come from."""
    client = lab.client(site)
    nat, vpc = Subnets(client).find_by_name("overlay-external-subnet-nat"), Vpcs(client).find_by_name("workload")
    assert nat is not None
    assert vpc is not None
    way = ExternalSubnet(subnet_reference=nat.id)
    Vpcs(client).update(vpc.id, lambda found: found.model_copy(update={"external_subnets": [way]}))


def _bastion(lab: Laboratory, site: str) -> dict[str, str]:
    """A VM that is not protected; its NIC belongs to the stack."""
    client = lab.client(site)
    subnet = Subnets(client).find_by_name(SUBNET)
    category = Categories(client).create(Category(key="Role", value=f"Bastion-{site}"))
    assert subnet is not None
    vm_id = add_vm(client, f"bastion-{site}", "172.30.1.31", subnet.id, category)
    return {"vm_id": vm_id, "subnet_id": subnet.id}


def _leave_one_nic(lab: Laboratory, site: str, vm_id: str) -> None:
    """The stack's own, so that taking it away would leave the VM bare."""
    client = lab.client(site)

    def first(vm: Vm, nic: Any) -> bool:
        return str(nic.ip) == "172.30.1.31"

    nic = next(nic for nic in Vms(client).get(vm_id).nics or [] if nic.ip == "172.30.1.31")
    Vms(client).remove_nic(vm_id, nic.id, first)
