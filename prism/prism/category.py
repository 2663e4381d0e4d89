"""Categories: key and value pairs that tag VMs.

API: ``prism/v4.x/config/categories``; answers without tasks.
"""

from __future__ import annotations

from prism.collection import Collection
from prism.model import Entity
from prism.query import all_of, equals


class Category(Entity):
    """``type`` is USER for those people make; SYSTEM and INTERNAL ones cannot be changed."""

    key: str | None = None
    value: str | None = None
    description: str | None = None
    type: str | None = None

    @property
    def label(self) -> str:
        """``key:value``, as Prism Central shows it."""
        return f"{self.key}:{self.value}"


class Categories(Collection[Category]):
    """The categories of a Prism Central."""

    namespace, path, kind = "prism", "config/categories", "category"
    model = Category

    def find(self, key: str, value: str) -> Category | None:
        """The category, or None."""
        expression = all_of(equals("key", key), equals("value", value))
        return next((c for c in self.list(expression) if (c.key, c.value) == (key, value)), None)
