"""Availability zone: this Prism Central and those paired with it. POST /api/nutanix/v3/availability_zones/list.

assumed: the URL of an availability zone is the uuid of its Prism Central. The local one is named `Local AZ`.
"""

from __future__ import annotations

from simulator.prism.model import Json, Record, Site
from simulator.prism.v3.kind import Kind


class AvailabilityZone(Kind):
    """Read only; derived from the site and its registrations at each look."""

    name = "availability_zone"
    collection = "availability_zones"
    operations = ("POST availability_zones/list",)

    def records(self, site: Site) -> list[Record]:
        named = [(site, "Local AZ"), *((peer, peer.spec.prism_central_name) for peer in site.peers())]
        return [Record(self.name, one.domain_manager_id, {"name": name}) for one, name in named]

    def shown(self, site: Site, record: Record) -> Json:
        remote = site.world.site_of(record.ext_id)
        reachable = remote is not None and site.world.connected(site, remote)
        resources = {
            "management_url": record.ext_id,
            "management_plane_type": "Local" if remote is site else "PC",
            "reachability_status": {"status": "REACHABLE" if reachable else "UNREACHABLE"},
        }
        status = {"name": record.name, "state": "COMPLETE", "resources": resources}
        return {"status": status, "metadata": {"kind": self.name, "uuid": record.ext_id}}
