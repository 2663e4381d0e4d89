"""Restorable domain managers: the Prism Centrals that a bucket holds backups of.

API: ``prism/v4.x/management/restore-sources/{restoreSourceExtId}/restorable-domain-managers``.
"""

from __future__ import annotations

from prism.collection import Collection
from prism.prism.domain_manager import DomainManager


class RestorableDomainManager(DomainManager):
    """A Prism Central by its name and id, as it was backed up."""


class RestorableDomainManagers(Collection[RestorableDomainManager]):
    """``RestorableDomainManagers(central, restore_source_id)``."""

    namespace, kind = "prism", "restorable domain manager"
    path = "management/restore-sources/{}/restorable-domain-managers"
    model = RestorableDomainManager
