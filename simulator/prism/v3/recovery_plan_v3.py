"""A recovery plan of v3, written as the plan, stages and network mappings of v4.

It has no path of its own: /api/nutanix/v3/recovery_plans uses it.
"""

from __future__ import annotations

from simulator.prism.datapolicies import RecoveryPlan
from simulator.prism.model import Json, Noun, Record, SchemaRefusal, Site, nouns
from simulator.prism.v3 import plan_addresses
from simulator.prism.v3.plan_translation import children_of, ends, plan_of

_CHILDREN = ("recovery_stage", "network_mapping", "recovery_setting")


class RecoveryPlanV3(Noun):
    """Writes the whole plan. An update replaces all of its stages, network mappings and custom addresses."""

    kind = "recovery_plan_v3"
    namespace = "datapolicies"
    path = ""
    object_type = RecoveryPlan.object_type
    rel = RecoveryPlan.rel
    verbs = frozenset()

    def shape(self, body: Json) -> None:
        parameters = body.get("resources", {}).get("parameters", {})
        zones = [zone.get("availability_zone_url") for zone in parameters.get("availability_zone_list", [])]
        if not body.get("name") or len(zones) != 2 or None in zones:
            where = "resources.parameters.availability_zone_list"
            raise SchemaRefusal((where, "A recovery plan needs a name, and two availability zones with their URLs."))

    def find(self, site: Site, ext_id: str) -> Record:
        return site.store.require("recovery_plan", ext_id)

    def create(self, site: Site, ext_id: str, body: Json, parent: str | None) -> Record:
        children = children_of(site, body)
        plan = nouns()["recovery_plan"].create(site, ext_id, plan_of(site, body), None)
        _write(site, plan, children, body)
        return plan

    def update(self, site: Site, record: Record, body: Json) -> None:
        children = children_of(site, body)
        nouns()["recovery_plan"].update(site, record, plan_of(site, body))
        for kind in _CHILDREN:
            for child in site.store.all(kind, record.ext_id):
                # Settings that v3 cannot express stay as they are.
                if kind != "recovery_setting" or "ipMappings" in child.data["recoverySetting"]:
                    site.store.remove(child)
        _write(site, record, children, body)

    def delete(self, site: Site, record: Record) -> None:
        nouns()["recovery_plan"].delete(site, record)


def _write(site: Site, plan: Record, children: list[tuple[str, Json]], body: Json) -> None:
    made = [(kind, nouns()[kind].create(site, site.world.new_id(), child, plan.ext_id)) for kind, child in children]
    mappings = [record for kind, record in made if kind == "network_mapping"]
    given = body["resources"]["parameters"].get("network_mapping_list", [])
    for setting in plan_addresses.settings(site, list(zip(given, mappings, strict=True)), ends(body)):
        nouns()["recovery_setting"].create(site, site.world.new_id(), setting, plan.ext_id)
