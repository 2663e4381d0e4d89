"""The categories of restored VMs, given back once they are known here.

A Prism Central that was made after the disaster knows none of them. They come with the pairing, under the ids that the
recovery points name, and with them the way home: a policy protects what has its category.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pulumi

from prism import PrismCentral, PrismError
from prism.prism import Categories
from prism.vmm import Vm, Vms
from providers.base.client import PREVIEW, central
from providers.base.members import for_each, raise_failed
from providers.failover.messages import listed


def tell_of_missing(olds: Mapping[str, Any]) -> bool:
    """Whether VMs lack categories that they had; told by name. Reads only; none count where nobody answers."""
    if not any((olds.get("captured_categories") or {}).values()):
        return False
    try:
        found = _missing(central(PREVIEW), olds)
    except PrismError as error:
        pulumi.log.warn(f"Whether the restored VMs have their categories is not known: {error}")
        return False
    if found:
        names = sorted(vm.label for vm, _ in found.values())
        pulumi.log.info(f"{listed(names)} get back the categories that they had, which are known here now.")
    return bool(found)


def give_back(client: PrismCentral, olds: Mapping[str, Any]) -> None:
    """Adds what is missing. Raises one error that names every VM that failed."""
    found = _missing(client, olds)
    work: dict[str, Callable[[], object]] = {
        vm.label: partial(_add, Vms(client), vm.id, categories) for vm, categories in found.values()
    }
    raise_failed("VMs' categories", for_each(work), len(work))


def _add(vms: Vms, vm_id: str, categories: list[str]) -> None:
    for category in categories:
        vms.add_category(vm_id, category)


def _missing(client: PrismCentral, olds: Mapping[str, Any]) -> dict[str, tuple[Vm, list[str]]]:
    """The restored VMs that are here without categories which they had and which are known here, by id."""
    known = {category.id for category in Categories(client).list()}
    captured: Mapping[str, list[str]] = olds.get("captured_categories") or {}
    ids = {str(one["vm_id"]): str(one["name"]) for one in olds.get("restored") or []}
    here = [vm for vm in Vms(client).list() if vm.id in ids]
    lacking = {
        vm.id: (vm, [one for one in captured.get(ids[vm.id], []) if one in known and not vm.has_category(one)])
        for vm in here
    }
    return {vm_id: found for vm_id, found in lacking.items() if found[1]}
