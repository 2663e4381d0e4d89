"""The copies of protected VMs at this site: which run, which are stale, and every act on them.

How a site powers its VMs off and marks them stands in standing_down.py. The acts take an OwnSite, so none can happen at
another site's Prism Central. Each handles the whole set, several VMs
at once, keeps what succeeded when one fails, and names every VM that failed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial

from errors import OperatorError
from prism import NotFoundError, PrismCentral
from prism.vmm import Vm, Vms
from providers.base import clear_superseded, for_each, is_superseded
from providers.recovery import words
from providers.recovery.lineage import NOT_KNOWN, Lineage
from providers.recovery.own_site import OwnSite

_AT_ONCE = 8


def created(vm: Vm) -> datetime:
    """When this copy was made; the earliest of all times where Prism Central does not say."""
    if vm.create_time is None:
        return datetime.min.replace(tzinfo=UTC)
    made = datetime.fromisoformat(vm.create_time)
    return made if made.tzinfo else made.replace(tzinfo=UTC)


def running(vms: Iterable[Vm]) -> list[Vm]:
    """Those that are not known to be off."""
    return [vm for vm in vms if vm.power_state != "OFF"]


def stale(vms: Iterable[Vm], owner: str, lineage: Lineage = NOT_KNOWN) -> list[Vm]:
    """The stale copies: marked by ``owner``, or known by their ids, as the other site has taken them over.

    Where that tells no ids now, its state may have been lost: then by the ids that this site's own state remembers.
    """
    found = list(vms)
    taken = {vm.id for vm in lineage.taken(found)}

    def is_known(vm: Vm) -> bool:
        return vm.id in taken or lineage.remembers(vm.id) or is_superseded(vm.description, owner)

    return [vm for vm in found if is_known(vm)]


def woken(vms: Iterable[Vm], owner: str, lineage: Lineage = NOT_KNOWN) -> list[Vm]:
    """The stale copies that run again."""
    return running(stale(vms, owner, lineage))


def present(client: PrismCentral, ids: Iterable[str]) -> list[Vm]:
    """Those of the VMs that are at this site, by name, from one listing."""
    wanted = set(ids)
    if not wanted:
        return []
    return sorted((vm for vm in Vms(client).list() if vm.id in wanted), key=lambda vm: (vm.label, vm.id))


def start(own: OwnSite, vms: Iterable[Vm]) -> list[str]:
    """Powers on those that are off; returns their names."""
    targets = [vm for vm in vms if vm.power_state == "OFF"]
    _each(targets, lambda vm: Vms(own.client).power_on(vm.id), "start")
    return [vm.label for vm in targets]


def remove(own: OwnSite, vms: list[Vm]) -> list[str]:
    """Deletes stale copies, which frees their addresses; returns their names."""
    collection = Vms(own.client)
    _each(vms, lambda vm: collection.delete(vm.id, vm.label), "delete")
    return [vm.label for vm in vms]


def revive(own: OwnSite, vms: Iterable[Vm], owner: str) -> list[str]:
    """Powers on recovered VMs that came with the other site's mark, and takes the mark off; returns their names.

    Such a VM was a copy that the other site stood down before it was moved. One with the mark of ``owner``, this
    site's own, is stale and stays off.
    """
    collection = Vms(own.client)
    marked = [vm for vm in vms if is_superseded(vm.description) and not is_superseded(vm.description, owner)]

    def up(vm: Vm) -> None:
        if vm.power_state == "OFF":
            collection.power_on(vm.id)
        collection.describe(vm.id, clear_superseded(vm.description))

    _each(marked, up, "start")
    return [vm.label for vm in marked]


def report(vms: Iterable[Vm]) -> list[dict[str, str]]:
    """``{name, vm_id, ip}`` of each VM, as the state keeps it."""
    return [{"name": vm.label, "vm_id": vm.id, "ip": vm.ip or ""} for vm in vms]


def attempt_each(vms: Iterable[Vm], act: Callable[[Vm], None]) -> dict[str, OperatorError]:
    """Does it to all, several at once; a VM that is gone is done. The failures, by the VM's id."""

    def attempt(vm: Vm) -> None:
        with suppress(NotFoundError):
            act(vm)

    return for_each({vm.id: partial(attempt, vm) for vm in vms}, at_once=_AT_ONCE)


def _each(vms: list[Vm], act: Callable[[Vm], None], verb: str) -> None:
    """Does it to all, and raises one OperatorError that names each failure."""
    failed = attempt_each(vms, act)
    failures = {f"'{vm.label}' ({vm.id})": failed[vm.id] for vm in vms if vm.id in failed}
    if failures:
        done = len(vms) - len(failures)
        raise OperatorError(
            f"Could {verb} {done} of {len(vms)} VMs; those are done. Run pulumi up again for the rest: "
            + words.failures(failures)
        )
