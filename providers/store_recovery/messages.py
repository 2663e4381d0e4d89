"""What a recovery from a recovery point store says. Pure text."""

from __future__ import annotations

from collections.abc import Sequence

from prism.dataprotection import RecoveryPoint
from providers.recovery import listed, utc
from providers.store_recovery.capacity import Placement
from providers.store_recovery.inputs import NodeSize
from providers.store_recovery.points import Unit


def no_cluster(missing: Sequence[str], known: Sequence[str], endpoint: str, site: str) -> str:
    """A target cluster that is not there (yet)."""
    there = ", ".join(f"'{cluster}'" for cluster in known) or "none"
    names = ", ".join(f"'{cluster}'" for cluster in missing)
    return (
        f"The Prism Central at {endpoint} manages no cluster {names} to restore to; it manages {there}. Nothing was "
        f"restored. Create it in {site} first, or correct the name of its cluster; then run pulumi up again."
    )


def no_way_without_loss(site: str, tiers: Sequence[str]) -> str:
    """Why a planned failover does not bring the VMs in a store."""
    return (
        f"Refused, nothing was restored: failoverMode is planned, but the recovery points of {', '.join(tiers)} are in "
        f"a store. Restoring them in {site} loses what was written after them. Is the other site lost? Set "
        "failoverMode: unplanned. Is it not? Leave activeRegion as it is."
    )


def summary(todo: Sequence[Unit], waves: int, store: str) -> str:
    """What will be restored, in one sentence."""
    count = sum(len(unit.vms) for unit in todo)
    if not count:
        return f"Nothing will be restored from '{store}': all that it holds runs here, or it holds nothing."
    used = len({unit.wave for unit in todo})
    return f"{count} VM{'' if count == 1 else 's'} will be restored from '{store}' in {used} of {waves} waves."


def nothing_in_store(store: str, categories: Sequence[str]) -> str:
    """A recovery that would bring nothing at all."""
    return (
        f"recovery point store '{store}' holds no recovery point of a VM of {', '.join(categories)}, and no VM runs "
        "here. Check the VMs' category and the replication to the store."
    )


def room(placement: Placement, where: str) -> str:
    """Whether there is room for all."""
    if not placement.left:
        return f"{where} has room for all"
    return f"{where} has too little room for {listed([vm.name for unit in placement.left for vm in unit.vms])}"


def more_nodes(placement: Placement, node: NodeSize | None, where: str) -> str:
    """How many nodes to add, and of which type."""
    if node is None or not placement.missing_nodes:
        return f"Add nodes to {where}, or power something off."
    count = placement.missing_nodes
    return f"Add {count} node{'' if count == 1 else 's'} of type {node.name} to {where}."


def passed_over(name: str, bad: RecoveryPoint, used: RecoveryPoint | None) -> str:
    """A newer recovery point that cannot be used."""
    then = f"the one of {moment(used)} is taken" if used else "there is no other"
    return f"The recovery point of {name} of {moment(bad)} is {bad.status or 'not complete'}: {then}."


def moment(point: RecoveryPoint | None) -> str:
    """``2026-01-31 03:00:00 UTC``."""
    return utc(point.creation_time if point else None)


def other_address(name: str, wanted: Sequence[str], found: Sequence[str]) -> str:
    """A VM that was restored with another address than its own."""
    return (
        f"It was restored with {', '.join(found) or 'no address'} instead of {', '.join(wanted)}, and left powered "
        f"off. Free the address in the overlay, delete the restored '{name}', then run pulumi up again."
    )


def incomplete(label: str, found: Sequence[str]) -> str:
    """A recovery point of several VMs of which only some are there."""
    return (
        f"Of the VMs of its recovery point ({label}) only {', '.join(found)} came up. Restoring it again would make a "
        f"second copy: delete {', '.join(found)} in Prism Central, then run pulumi up again."
    )


def not_restorable(point: RecoveryPoint) -> str:
    """What to do about a recovery point that Prism cannot restore."""
    return (
        f"The recovery point of {moment(point)} ({point.id}) may be damaged. To take an older one, set "
        "recoveryReferenceTime to a moment before it, or delete it in Prism Central; then run pulumi up again"
    )


def newer_copy(name: str, site: str) -> str:
    """Why a stale copy does not make way, and what to do."""
    return (
        f"The stale copy of {name} in {site} is kept: nothing shows that it is older than the newest recovery point of "
        "the same VM in the store, so it may be all that is left. Wait for a newer recovery point. Or power the copy "
        "on yourself. Or delete it, to use the recovery point."
    )


def sick(store: str) -> str:
    """A store that Prism Central calls unhealthy."""
    return f"Recovery point store '{store}' is not healthy. Check it in Prism Central first."
