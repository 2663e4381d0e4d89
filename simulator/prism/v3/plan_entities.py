"""The entities of a recovery plan, by availability zone. GET /api/nutanix/v3/recovery_plans/{uuid}/entities."""

from __future__ import annotations

from simulator.prism.model import Json, Record, Site
from simulator.prism.recovery import Member, members_of_plan
from simulator.prism.v3.plan_translation import to_v3


def entities(site: Site, plan: Record) -> Json:
    """The VMs and the recovery points of each of the plan's two sites. A site that cannot be reached shows none."""
    zones = to_v3(site, plan)["resources"]["parameters"]["availability_zone_list"]
    order = [{"availability_zone_list": zones}]
    shown = []
    for zone, location in zip(zones, ("primaryLocation", "recoveryLocation"), strict=True):
        at = site.paired_site(plan.data[location]["domainManagerExtId"])
        found = members_of_plan(at, plan) if at is not None and site.world.connected(site, at) else []
        url = zone["availability_zone_url"]
        listed = [_entity(member) for member in found]
        shown.append({"availability_zone_url": url, "availability_zone_order_list": order, "entity_list": listed})
    return {"entities_per_availability_zone_list": shown}


def _entity(member: Member) -> Json:
    return {
        "any_entity_reference": {"kind": "vm", "uuid": member.vm_id, "name": member.name},
        "is_recovery_point": member.is_point,
        "recovery_availability_zone_order_index": 0,
    }
