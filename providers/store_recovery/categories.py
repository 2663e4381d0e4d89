"""The categories of restored VMs, given back once this Prism Central knows them.

assumed: a Prism Central that was made after the disaster knows none. They come with the pairing, under the ids that
the recovery points name. Only then is there a way home: a policy protects VMs by their category.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from prism import PrismCentral
from prism.prism import Categories
from prism.vmm import Vm, Vms
from providers.base import for_each, raise_failed
from providers.recovery import OwnSite
from providers.store_recovery.state import outputs_of


def lacking(client: PrismCentral, state: Mapping[str, Any]) -> list[str]:
    """The names of restored VMs that lack categories which they had and which are known here. Reads only."""
    if not any((state.get("captured_categories") or {}).values()):
        return []
    return sorted(vm.label for vm, _ in _missing(client, state).values())


def give_back(own: OwnSite, state: Mapping[str, Any]) -> dict[str, Any]:
    """Adds what is missing; the outputs, which stay. Raises one error that names every VM that failed."""
    found = _missing(own.client, state)
    work: dict[str, Callable[[], object]] = {
        vm.label: partial(_add, Vms(own.client), vm.id, categories) for vm, categories in found.values()
    }
    raise_failed("VMs' categories", for_each(work), len(work))
    return outputs_of(state)


def _add(vms: Vms, vm_id: str, categories: list[str]) -> None:
    for category in categories:
        vms.add_category(vm_id, category)


def _missing(client: PrismCentral, state: Mapping[str, Any]) -> dict[str, tuple[Vm, list[str]]]:
    """The restored VMs that are here without categories which they had and which are known here, by id."""
    known = {category.id for category in Categories(client).list()}
    captured: Mapping[str, list[str]] = state.get("captured_categories") or {}
    ids = {str(one["vm_id"]): str(one["name"]) for one in state.get("restored") or []}
    here = [vm for vm in Vms(client).list() if vm.id in ids]
    without = {
        vm.id: (vm, [one for one in captured.get(ids[vm.id], []) if one in known and not vm.has_category(one)])
        for vm in here
    }
    return {vm_id: found for vm_id, found in without.items() if found[1]}
