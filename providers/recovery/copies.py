"""The protected VMs of this site: standing them down, clearing stale copies away, reporting what was
recovered.

Every function handles the whole set, several VMs at once, keeps what succeeded when one fails, and names
each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Protocol

from errors import OperatorError
from prism import NotFoundError, PrismCentral, TaskFailedError
from prism.prism import Categories
from prism.vmm import Vm, Vms
from providers.base.marker import clear_superseded, is_superseded, mark_superseded

_AT_ONCE = 8


class Named(Protocol):
    """A category by its name."""

    @property
    def key(self) -> str: ...

    @property
    def value(self) -> str: ...


def protected(client: PrismCentral, key: str, value: str) -> list[Vm]:
    """The VMs of the category at this site. Without the category there can be none."""
    category = Categories(client).find(key, value)
    return Vms(client).of_category(category.id) if category else []


def of_categories(client: PrismCentral, categories: Iterable[Named]) -> list[Vm]:
    """The VMs of any of these categories at this site, each once."""
    found = {vm.id: vm for name in categories for vm in protected(client, name.key, name.value)}
    return sorted(found.values(), key=lambda vm: (vm.label, vm.id))


def created(vm: Vm) -> datetime:
    """When this copy was made; the earliest of all times where Prism Central does not say."""
    if vm.create_time is None:
        return datetime.min.replace(tzinfo=UTC)
    made = datetime.fromisoformat(vm.create_time)
    return made if made.tzinfo else made.replace(tzinfo=UTC)


def running(vms: Iterable[Vm]) -> list[Vm]:
    """Those that are not known to be off."""
    return [vm for vm in vms if vm.power_state != "OFF"]


def woken(vms: Iterable[Vm], owner: str) -> list[Vm]:
    """The stale copies that run again: marked by us, and not off."""
    return [vm for vm in running(vms) if is_superseded(vm.description, owner)]


def superseded(vms: Iterable[Vm], owner: str) -> list[Vm]:
    """The stale copies that may be removed: marked by us, and off."""
    return [vm for vm in vms if vm.power_state == "OFF" and is_superseded(vm.description, owner)]


def stand_down(client: PrismCentral, vms: list[Vm], owner: str) -> list[str]:
    """Marks every VM and powers off those that run; returns the names of those. The mark comes first: a run killed in
    between finds the VM running and powers it off, and never leaves one that is off without a mark.

    One that is off is marked, too: where a site has lost its power, its VMs may start by themselves when it returns.
    """
    collection, targets = Vms(client), running(vms)
    on = {vm.id for vm in targets}

    def down(vm: Vm) -> None:
        if not is_superseded(vm.description, owner):
            collection.describe(vm.id, mark_superseded(vm.description, owner))
        if vm.id not in on:
            return
        try:
            collection.power_off(vm.id)
        except TaskFailedError:
            # Off already: somebody, or the lost answer of our own first try, was faster.
            if collection.get(vm.id).power_state != "OFF":
                raise

    _each(vms, down, "power off")
    return [vm.label for vm in targets]


def start(client: PrismCentral, vms: list[Vm]) -> list[str]:
    """Powers on those that are off; returns their names."""
    targets = [vm for vm in vms if vm.power_state == "OFF"]
    _each(targets, lambda vm: Vms(client).power_on(vm.id), "start")
    return [vm.label for vm in targets]


def remove(client: PrismCentral, vms: list[Vm]) -> list[str]:
    """Deletes stale copies, which frees their addresses; returns their names."""
    collection = Vms(client)
    _each(vms, lambda vm: collection.delete(vm.id, vm.label), "delete")
    return [vm.label for vm in vms]


def present(client: PrismCentral, ids: Iterable[str]) -> list[Vm]:
    """Those of the VMs that are here, by name, from one listing."""
    wanted = set(ids)
    if not wanted:
        return []
    return sorted((vm for vm in Vms(client).list() if vm.id in wanted), key=lambda vm: (vm.label, vm.id))


def report(client: PrismCentral, recovered: Iterable[str], owner: str) -> list[dict[str, str]]:
    """``{name, vm_id, ip}`` of each recovered VM, by name.

    A VM that came with the other site's mark was a copy stood down before it was moved: the mark is taken off and the
    VM powered on. One with the mark of ``owner``, this site's own, is stale and stays off.
    """
    found = present(client, recovered)
    marked = [vm for vm in found if is_superseded(vm.description) and not is_superseded(vm.description, owner)]
    _each(marked, lambda vm: _revive(client, vm), "start")
    return [{"name": vm.label, "vm_id": vm.id, "ip": vm.ip or ""} for vm in found]


def _revive(client: PrismCentral, vm: Vm) -> None:
    collection = Vms(client)
    if vm.power_state == "OFF":
        collection.power_on(vm.id)
    collection.describe(vm.id, clear_superseded(vm.description))


def _each(vms: list[Vm], act: Callable[[Vm], None], verb: str) -> None:
    """Does it to all, several at once; a VM that is gone is done.

    Raises one error that names each failure.
    """

    def attempt(vm: Vm) -> str | None:
        try:
            act(vm)
        except NotFoundError:
            return None
        except OperatorError as error:
            return f"'{vm.label}' ({vm.id}): {error}"
        return None

    with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
        failures = [failure for failure in pool.map(attempt, vms) if failure]
    if failures:
        done = len(vms) - len(failures)
        raise OperatorError(
            f"Could {verb} {done} of {len(vms)} VMs; those are done. Run pulumi up again for the rest: "
            + " ".join(failures)
        )
