"""What may go wrong with a recovery from a store, in the words of every recovery. Reads only."""

from __future__ import annotations

from collections.abc import Iterator

from providers.recovery import Objective, RecoverableVm, Risk, address_risks, missing_point, running, stale_point, when
from providers.store_recovery import messages
from providers.store_recovery.capacity import Placement
from providers.store_recovery.look import StoreLook
from providers.store_recovery.points import Unit
from topology import RiskKind


def find_risks(look: StoreLook, placement: Placement) -> tuple[Risk, ...]:
    """Every risk of restoring what has not been restored yet.

    The age of the points is checked before the first restore alone: they age while it goes on.
    """
    todo = look.todo
    begun = any(look.restored(unit) for unit in look.choice.units)
    return (
        *_nothing(look),
        *(() if begun else _points(look, todo)),
        *_capacity(look, placement),
        *_newer_copies(look, todo),
        *_networks(look, todo),
        *_addresses(look, todo),
    )


def _nothing(look: StoreLook) -> Iterator[Risk]:
    """A store that holds nothing, at a site where no VM of its tiers runs: the other site would power off all of them.

    Beside tiers that another cluster recovers, an operator may know that these have no VM yet, and accept it.
    """
    found = look.choice
    names = [f"{tier.category.key}:{tier.category.value}" for tier in look.inputs.tiers]
    categories = {look.category_ids[name] for name in names if name in look.category_ids}
    here = [vm for vm in look.here if any(one.ext_id in categories for one in vm.categories or [])]
    if not found.units and not found.without and not running(here):
        mixed = bool(look.inputs.before)
        kind = RiskKind.MISSING_RECOVERY_POINT if mixed else RiskKind.NOTHING_PROTECTED
        yield Risk(kind, "", messages.nothing_in_store(look.inputs.store, names))


def _points(look: StoreLook, todo: list[Unit]) -> Iterator[Risk]:
    place, now = f"recovery point store '{look.inputs.store}'", when.now_at(look.client)
    for name in look.choice.without:
        yield missing_point(name, place, Objective(now, reference_time=look.moment))
    for unit in todo:
        for vm in unit.vms:
            objective = Objective(now, look.waves[vm.wave].rpo_seconds, look.moment)
            made = unit.point.creation_time
            found = stale_point(vm.name, made, place, objective) if made else missing_point(vm.name, place, objective)
            if found:
                yield found


def _capacity(look: StoreLook, placement: Placement) -> Iterator[Risk]:
    where = ", ".join(look.inputs.clusters)
    for unit in placement.left:
        # What to do about all of them stands once, with the first.
        todo = messages.more_nodes(placement, look.inputs.node, where) if unit is placement.left[0] else ""
        text = f"{unit.label} finds no room in {where}. {todo}".strip()
        yield Risk(RiskKind.MISSING_CAPACITY, unit.label, text)


def _networks(look: StoreLook, todo: list[Unit]) -> Iterator[Risk]:
    for vm in (vm for unit in todo for vm in unit.vms):
        for address in vm.addresses:
            if look.subnet_of(address) is None:
                text = (
                    f"{vm.name} has the address {address}, but no subnet of VPC '{look.inputs.vpc}' in "
                    f"{look.inputs.site} has it. Add its subnet to overlay.subnets and run pulumi up."
                )
                yield Risk(RiskKind.UNMAPPED_NETWORK, vm.name, text)


def _newer_copies(look: StoreLook, todo: list[Unit]) -> Iterator[Risk]:
    for vm in (vm for unit in todo for vm in look.kept(unit)):
        yield Risk(RiskKind.STALE_RECOVERY_POINT, vm.label, messages.newer_copy(vm.label, look.inputs.site))


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
    vms = [RecoverableVm(vm.name, None, 0, vm.addresses) for unit in todo for vm in unit.vms]
    yield from address_risks(vms, look.inputs.site, taken)
