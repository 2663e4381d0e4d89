"""The category that marks a VM as protected."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pulumi

from prism import Collection, PrismCentral, equals
from prism.prism import Categories
from prism.prism import Category as PrismCategory
from providers.base import Inputs, SharedProvider, describe, signatures


class CategoryInputs(Inputs):
    """``key`` and ``value`` have at most 64 characters each."""

    key: str
    value: str


class CategoryProvider(SharedProvider[CategoryInputs, PrismCategory]):
    """A category. VMs are found by its key and value, so another key or value is another category."""

    inputs = CategoryInputs
    replace_on = ("key", "value")

    def collection(self, client: PrismCentral, inputs: CategoryInputs) -> Collection[PrismCategory]:
        return Categories(client)

    def candidates(self, collection: Collection[PrismCategory], inputs: CategoryInputs) -> Iterable[PrismCategory]:
        """The categories of the key. A Prism Central holds many others."""
        return collection.list(equals("key", inputs.key))

    def same_thing(self, found: PrismCategory, inputs: CategoryInputs) -> bool:
        return (found.key, found.value) == (inputs.key, inputs.value)

    def desired(self, inputs: CategoryInputs) -> PrismCategory:
        return PrismCategory(key=inputs.key, value=inputs.value, description=describe(inputs.owner))

    def observe(self, client: PrismCentral, found: PrismCategory, inputs: CategoryInputs) -> dict[str, Any]:
        return {"key": found.key, "value": found.value}

    def problems(self, inputs: CategoryInputs) -> Iterable[tuple[str, str]]:
        """The limits of the API."""
        for name, text in (("key", inputs.key), ("value", inputs.value)):
            if not 1 <= len(text) <= 64:
                yield name, f"is '{text}', {len(text)} characters long; expected 1 to 64"


class Category(signatures.Category, module="prism", name="Category", provider=CategoryProvider):
    """A pair of key and value. A protection policy that names it protects the VMs that have it."""

    @property
    def category_id(self) -> pulumi.Output[str]:
        """The category's ``extId``."""
        return self.id
