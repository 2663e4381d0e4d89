"""What may go wrong with a recovery from a store, by the same words as with any failover. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from providers.failover.risks import Facts, ReplicatedVm, Risk, address_risks, recovery_point_risks
from providers.store_recovery import messages as words
from providers.store_recovery.capacity import Placement
from providers.store_recovery.look import StoreLook, now
from providers.store_recovery.points import Unit
from topology.choices import RiskKind


def find_risks(look: StoreLook, placement: Placement) -> tuple[Risk, ...]:
    """Every risk of restoring what has not been restored yet.

    Once a flip has begun to restore, the age of the points has been looked at: they age while it goes on.
    """
    todo = look.todo
    begun = any(look.restored(unit) for unit in look.choice.units)
    return (
        *(() if begun else _points(look, todo)),
        *_capacity(look, placement),
        *_newer_copies(look, todo),
        *_networks(look, todo),
        *_addresses(look, todo),
    )


def _points(look: StoreLook, todo: list[Unit]) -> Iterator[Risk]:
    place = f"recovery point store '{look.inputs.store}'"
    facts = Facts(False, "", place, now(), (), reference_time=look.moment)
    missing = tuple(ReplicatedVm(name, None) for name in look.choice.without)
    yield from recovery_point_risks(replace(facts, vms=missing))
    for wave, described in enumerate(look.waves):
        vms = tuple(
            ReplicatedVm(vm.name, unit.point.creation_time) for unit in todo for vm in unit.vms if vm.wave == wave
        )
        yield from recovery_point_risks(replace(facts, vms=vms, rpo_seconds=described.rpo_seconds))


def _capacity(look: StoreLook, placement: Placement) -> Iterator[Risk]:
    where = ", ".join(look.inputs.clusters)
    for unit in placement.left:
        # They are shown one after the other, a long list cut: what is to be done about all of them stands once, first.
        todo = words.more_nodes(placement, look.inputs.node, where) if unit is placement.left[0] else ""
        text = f"{unit.label} finds no room in {where}. {todo}".strip()
        yield Risk(RiskKind.MISSING_CAPACITY, unit.label, text)


def _networks(look: StoreLook, todo: list[Unit]) -> Iterator[Risk]:
    for vm in (vm for unit in todo for vm in unit.vms):
        for address in vm.addresses:
            if look.subnet_of(address) is None:
                text = (
                    f"{vm.name} has the address {address}, and no subnet of VPC '{look.inputs.vpc}' in "
                    f"{look.inputs.site} has it. Add its subnet to overlay.subnets and run pulumi up."
                )
                yield Risk(RiskKind.UNMAPPED_NETWORK, vm.name, text)


def _newer_copies(look: StoreLook, todo: list[Unit]) -> Iterator[Risk]:
    for vm in (vm for unit in todo for vm in look.kept(unit)):
        yield Risk(RiskKind.STALE_RECOVERY_POINT, vm.label, words.newer_copy(vm.label, look.inputs.site))


def _addresses(look: StoreLook, todo: list[Unit]) -> Iterator[Risk]:
    going = {vm.id for unit in todo for vm in look.stale(unit)}
    mine = {subnet.id for _, subnet in look.subnets}
    taken = {
        nic.ip: vm.label
        for vm in look.here
        if vm.id not in going
        for nic in vm.nics or []
        if nic.ip and nic.subnet_id in mine
    }
    vms = tuple(ReplicatedVm(vm.name, None, 0, vm.addresses) for unit in todo for vm in unit.vms)
    yield from address_risks(Facts(False, "", look.inputs.site, now(), vms, taken=taken))
