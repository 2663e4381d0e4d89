"""Domain managers: Prism Centrals, which recovery plans know as sites.

API: ``prism/v4.x/config/domain-managers``.
"""

from __future__ import annotations

from prism._collection import Collection
from prism._model import Entity, Model


class DomainManagerConfig(Model):
    """Holds the name."""

    name: str | None = None


class DomainManager(Entity):
    """``ext_id`` is what protection policies and recovery plans call a location."""

    config: DomainManagerConfig | None = None

    @property
    def label(self) -> str:
        """The name of the Prism Central."""
        return (self.config and self.config.name) or self.id

    @property
    def name(self) -> str | None:
        """The name of the Prism Central."""
        return self.config.name if self.config else None


class DomainManagers(Collection[DomainManager]):
    """The domain managers this Prism Central knows. The list has neither pages nor filters."""

    attribute, namespace, path, kind = "domain_managers", "prism", "config/domain-managers", "domain manager"
    paged = False
    model = DomainManager
