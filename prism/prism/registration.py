"""Registrations: the other Prism Centrals and clusters this one is paired with, and whether it reaches them.
API: ``prism/v4.2+/management/domain-managers/{domainManagerExtId}/registrations``.
"""

from __future__ import annotations

from prism.fallback import WithOlder
from prism.model import Entity, Model


class RemoteClusterDetails(Model):
    """Its name, as its own Prism Central is called."""

    name: str | None = None


class Registration(Entity):
    """``connectivity_status`` is CONNECTED, DISCONNECTED or PENDING."""

    remote_cluster_ext_id: str | None = None
    connectivity_status: str | None = None
    remote_cluster_details: RemoteClusterDetails | None = None

    @property
    def name(self) -> str:
        """The name of the other side; empty if Prism does not tell it."""
        return (self.remote_cluster_details and self.remote_cluster_details.name) or ""

    @property
    def remote_id(self) -> str:
        """The id of the other side: for a Prism Central, that of its domain manager."""
        return self.remote_cluster_ext_id or ""


class Registrations(WithOlder[Registration]):
    """``Registrations(central, domain_manager_id)``: what one domain manager is paired with."""

    namespace = "prism"
    path, kind, minor = "management/domain-managers/{}/registrations", "registration", 2
    model = Registration
