"""Recovery plan of v3: one body holds the locations, the stages and the network mappings.

/api/nutanix/v3/recovery_plans.
"""

from __future__ import annotations

from simulator.prism.model import Json, Record, Refusal, Site, nouns
from simulator.prism.v3.kind import Answer, Kind, accepted, metadata, require_version, submit
from simulator.prism.v3.plan_entities import entities
from simulator.prism.v3.plan_translation import to_v3
from simulator.prism.v3.plan_zones import with_zones


class RecoveryPlan(Kind):
    """The plans of v4, whichever API made them."""

    name = "recovery_plan"
    collection = "recovery_plans"
    operations = (
        "POST recovery_plans/list",
        "GET recovery_plans/{uuid}",
        "POST recovery_plans",
        "PUT recovery_plans/{uuid}",
        "DELETE recovery_plans/{uuid}",
        "GET recovery_plans/{uuid}/entities",
    )

    def records(self, site: Site) -> list[Record]:
        return site.store.all("recovery_plan")

    def shown(self, site: Site, record: Record) -> Json:
        spec = to_v3(site, record)
        about = metadata(self.name, record)
        return {"api_version": "3.1", "status": {**spec, "state": "COMPLETE"}, "spec": spec, "metadata": about}

    def get(self, site: Site, uuid: str) -> Answer:
        return 200, self.shown(site, site.store.require("recovery_plan", uuid))

    def create(self, site: Site, body: Json) -> Answer:
        noun, uuid = nouns()["recovery_plan_v3"], site.world.new_id()
        spec = with_zones(site, body["spec"])
        noun.shape(spec)
        task = submit(site, noun, "create", uuid, spec)
        return accepted(self.name, uuid, spec["name"], task)

    def update(self, site: Site, uuid: str, body: Json) -> Answer:
        noun, plan = nouns()["recovery_plan_v3"], site.store.require("recovery_plan", uuid)
        spec = with_zones(site, body["spec"])
        noun.shape(spec)
        require_version("Recovery plan", plan, body["metadata"])
        return accepted(self.name, uuid, plan.name, submit(site, noun, "update", uuid, spec))

    def part(self, site: Site, uuid: str, name: str) -> Answer:
        if name != "entities":
            raise Refusal(404, "NOT_FOUND", f"A recovery plan has no {name}.")
        return 200, entities(site, site.store.require("recovery_plan", uuid))

    def delete(self, site: Site, uuid: str) -> Answer:
        noun, plan = nouns()["recovery_plan_v3"], site.store.require("recovery_plan", uuid)
        return accepted(self.name, uuid, plan.name, submit(site, noun, "delete", uuid, {}), "DELETE_PENDING")
