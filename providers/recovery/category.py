"""The categories of protected VMs, and the VMs of a site that have them."""

from __future__ import annotations

from collections.abc import Iterable

from prism import PrismCentral
from prism.prism import Categories
from prism.vmm import Vm, Vms
from providers.base import Part
from providers.recovery.lineage import NOT_KNOWN, Lineage


class CategoryName(Part):
    """A category by its name."""

    key: str
    value: str

    def __str__(self) -> str:
        return f"{self.key}:{self.value}"


def of_categories(
    client: PrismCentral,
    categories: Iterable[CategoryName],
    lineage: Lineage = NOT_KNOWN,
    others: Iterable[CategoryName] = (),
) -> list[Vm]:
    """The VMs of any of these categories at this site, and those that were taken over, whatever category they are in.

    Those of ``others`` are left out unless they have one of these categories, too: they belong to tiers that come over
    in another way, and what was taken over is told of all tiers at once. One listing shows all. A category that is
    unknown here has no VM.
    """
    ids = category_ids(client, categories)
    if not ids and not lineage.pairs:
        return []
    here = list(Vms(client).list())
    taken = {vm.id: vm for vm in lineage.taken(here)}
    elsewhere = category_ids(client, others) if taken else frozenset[str]()
    ours = {vm_id for vm_id, vm in taken.items() if not any(vm.has_category(one) for one in elsewhere)}
    found = [vm for vm in here if vm.id in ours or any(vm.has_category(one) for one in ids)]
    return sorted(found, key=lambda vm: (vm.label, vm.id))


def category_ids(client: PrismCentral, categories: Iterable[CategoryName]) -> frozenset[str]:
    """The ids of those categories that this Prism Central knows."""
    found = (Categories(client).find(name.key, name.value) for name in categories)
    return frozenset(category.id for category in found if category)
