"""Pairings as v3 shows them: the other availability zones. API: ``/api/nutanix/v3/availability_zones/list``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prism.prism.registration import Registration, RemoteClusterDetails
from prism.v3.documents import Documents

if TYPE_CHECKING:
    from prism.client import PrismCentral

_STATES = {"REACHABLE": "CONNECTED", "UNREACHABLE": "DISCONNECTED"}


@dataclass(frozen=True)
class Registrations:
    """What this Prism Central is paired with."""

    central: PrismCentral

    def list(self) -> Iterator[Registration]:
        """Every other availability zone. assumed: its management URL is the id of the other domain manager."""
        for zone in Documents(self.central, "availability_zones", "availability_zone").list():
            status = zone.get("status") or {}
            resources = status.get("resources") or {}
            if resources.get("management_plane_type") == "Local":
                continue
            state = (resources.get("reachability_status") or {}).get("status")
            yield Registration(
                ext_id=zone["metadata"].get("uuid"),
                remote_cluster_ext_id=resources.get("management_url"),
                connectivity_status=_STATES.get(state or "", state),
                remote_cluster_details=RemoteClusterDetails(name=status.get("name")),
            )
