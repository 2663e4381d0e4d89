"""Availability zone: this Prism Central and those paired with it. POST /api/nutanix/v3/availability_zones/list.

The local one comes first, is named `Local AZ` and has the plane type `Local`. Its `management_url` is what the other
Prism Central shows for it, too.
"""

from __future__ import annotations

import uuid

from simulator.prism.model import Json, Record, Site
from simulator.prism.v3.kind import Kind
from simulator.prism.v3.zone_url import url_of


class AvailabilityZone(Kind):
    """Read only; derived from the site and its registrations at each look."""

    name = "availability_zone"
    collection = "availability_zones"
    operations = ("POST availability_zones/list",)

    def records(self, site: Site) -> list[Record]:
        named = [(site, "Local AZ"), *((peer, peer.spec.prism_central_name) for peer in site.peers())]
        return [Record(self.name, one.domain_manager_id, {"name": name}) for one, name in named]

    @staticmethod
    def _uuid(record: Record) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_OID, record.ext_id))

    def shown(self, site: Site, record: Record) -> Json:
        remote = site.world.site_of(record.ext_id)
        reachable = remote is not None and site.world.connected(site, remote)
        resources = {
            "name": record.name,
            "display_name": record.name,
            "management_url": url_of(record.ext_id),
            "management_plane_type": "Local" if remote is site else "PC",
            "reachability_status": {"status": "REACHABLE" if reachable else "UNREACHABLE"},
        }
        status = {"name": record.name, "state": "COMPLETE", "resources": resources}
        spec = {"name": record.name, "resources": {**resources, "reachability_status": None}}
        return {"status": status, "spec": spec, "metadata": {"kind": self.name, "uuid": self._uuid(record)}}
