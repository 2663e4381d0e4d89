"""What a recovery plan selects at one site: VMs that live there, and VMs whose recovery points are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.prism.model import Json, Record, Site, hidden
from simulator.prism.recovery.recovery_points import members, vm_of


@dataclass(frozen=True)
class Member:
    """A VM that a plan selects, or (`is_point`) a VM of which a recovery point is there."""

    vm_id: str
    name: str
    is_point: bool


def members_of_plan(site: Site, plan: Record) -> list[Member]:
    """What the stages of a plan select at a site, each VM and each VM with points once."""
    wanted, tagged = _selected(site, plan)
    return list(dict.fromkeys(member for member, vm in _all(site) if _fits(vm, wanted, tagged)))


def _selected(site: Site, plan: Record) -> tuple[set[str], set[str]]:
    """The extIds of the VMs and of the categories that the stages name."""
    stages = [stage.data for stage in site.store.all("recovery_stage", plan.ext_id)]
    vms = {entity["extId"] for stage in stages for entity in stage.get("entities", [])}
    return vms, {category for stage in stages for category in stage.get("categoryExtIds", [])}


def _all(site: Site) -> Iterator[tuple[Member, Json]]:
    for vm in site.store.all("vm"):
        if not hidden.of_vm(vm).get("test"):
            yield Member(vm.ext_id, vm.name, is_point=False), vm.data
    for point in site.store.all("recovery_point"):
        for held in members(point):
            if not held["retired"]:
                yield Member(vm_of(held), str(held["vm"]["name"]), is_point=True), held["vm"]


def _fits(vm: Json, wanted: set[str], tagged: set[str]) -> bool:
    return vm["extId"] in wanted or bool(tagged & {category["extId"] for category in vm.get("categories", [])})
