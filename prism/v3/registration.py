"""Pairings as v3 shows them: the other availability zones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prism.prism.registration import Registration, RemoteClusterDetails

if TYPE_CHECKING:
    from prism.client import PrismCentral

_STATES = {"REACHABLE": "CONNECTED", "UNREACHABLE": "DISCONNECTED"}


@dataclass(frozen=True)
class Registrations:
    """What this Prism Central is paired with."""

    central: PrismCentral

    def list(self) -> Iterator[Registration]:
        """Every other availability zone."""
        zones = self.central.v3.zones
        for zone in zones.list():
            if not zone.is_local:
                yield Registration(
                    ext_id=zone.uuid,
                    remote_cluster_ext_id=zones.id_of(zone.url),
                    connectivity_status=_STATES.get(zone.status, zone.status or None),
                    remote_cluster_details=RemoteClusterDetails(name=zone.name),
                )
