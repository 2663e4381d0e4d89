"""Recovery plan of v3: one body holds the locations, the stages and the network mappings.

A plan that was made just now is not there at the first look, and then goes through its states.

/api/nutanix/v3/recovery_plans.
"""

from __future__ import annotations

from simulator.prism.model import Json, Record, Refusal, Site, nouns
from simulator.prism.v3.kind import Answer, Kind, accepted, metadata, require_version, submit
from simulator.prism.v3.plan_entities import entities
from simulator.prism.v3.plan_translation import to_v3
from simulator.prism.v3.plan_zones import with_zones

FRESH: tuple[str | None, ...] = (None, "PENDING", "RUNNING")
"""The state of a new plan at each look at it; None: there is no such plan yet. Later it is COMPLETE.

A script that was written against a real Prism Central has seen 404 for up to 30 s. Here looks are counted, so that no
test has to wait.
"""


def _state(site: Site, uuid: str) -> str | None:
    looks = site.fresh_plans.get(uuid, len(FRESH))
    return FRESH[looks] if looks < len(FRESH) else "COMPLETE"


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
        return [plan for plan in site.store.all("recovery_plan") if _state(site, plan.ext_id)]

    def shown(self, site: Site, record: Record) -> Json:
        spec = to_v3(site, record)
        about, state = metadata(self.name, record), _state(site, record.ext_id)
        return {"api_version": "3.1", "status": {**spec, "state": state}, "spec": spec, "metadata": about}

    def get(self, site: Site, uuid: str) -> Answer:
        plan, state = site.store.require("recovery_plan", uuid), _state(site, uuid)
        if state is None:
            site.fresh_plans[uuid] += 1
            raise Refusal(404, "NOT_FOUND", f"recovery_plan {uuid} does not exist.")
        shown = self.shown(site, plan)
        if uuid in site.fresh_plans:
            site.fresh_plans[uuid] += 1
        return 200, shown

    def create(self, site: Site, body: Json) -> Answer:
        noun, uuid = nouns()["recovery_plan_v3"], site.world.new_id()
        spec = with_zones(site, body["spec"])
        noun.shape(spec)
        site.fresh_plans[uuid] = 0
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
