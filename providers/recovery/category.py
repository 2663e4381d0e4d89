"""The categories of protected VMs, and the VMs of a site that have them."""

from __future__ import annotations

from collections.abc import Iterable

from prism import PrismCentral
from prism.prism import Categories
from prism.vmm import Vm, Vms
from providers.base import Part


class CategoryName(Part):
    """A category by its name."""

    key: str
    value: str

    def __str__(self) -> str:
        return f"{self.key}:{self.value}"


def of_categories(client: PrismCentral, categories: Iterable[CategoryName]) -> list[Vm]:
    """The VMs of any of these categories at this site, each once. A category that is unknown here has none."""
    found = {vm.id: vm for name in categories for vm in _protected(client, name)}
    return sorted(found.values(), key=lambda vm: (vm.label, vm.id))


def category_ids(client: PrismCentral, categories: Iterable[CategoryName]) -> frozenset[str]:
    """The ids of those categories that this Prism Central knows."""
    found = (Categories(client).find(name.key, name.value) for name in categories)
    return frozenset(category.id for category in found if category)


def _protected(client: PrismCentral, name: CategoryName) -> list[Vm]:
    category = Categories(client).find(name.key, name.value)
    return Vms(client).of_category(category.id) if category else []
