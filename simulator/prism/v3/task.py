"""Task of v3. GET /api/nutanix/v3/tasks/{uuid}."""

from __future__ import annotations

from types import MappingProxyType

from simulator.prism.model import Json, Record, Site, nouns
from simulator.prism.v3.kind import Answer, Kind

_STATUS = MappingProxyType({"CANCELED": "ABORTED"})
_KINDS = MappingProxyType(
    {
        "datapolicies:config:recovery-plan": "recovery_plan",
        "dataprotection:config:recovery-plan-job": "recovery_plan_job",
        "vmm:ahv:config:vm": "vm",
    }
)


class Task(Kind):
    """The tasks of v4. Clients find the job of a failover in entity_reference_list."""

    name = "task"
    collection = "tasks"
    operations = ("GET tasks/{uuid}",)
    ticks = True

    def get(self, site: Site, uuid: str) -> Answer:
        return 200, self.shown(site, nouns()["task"].find(site, uuid))

    def shown(self, site: Site, record: Record) -> Json:
        seen = nouns()["task"].view(site, record)
        references = [
            {"kind": _KINDS[entity["rel"]], "uuid": entity["extId"], "name": entity["name"]}
            for entity in record.data.get("entitiesAffected", [])
            if entity["rel"] in _KINDS
        ]
        shown: Json = {
            "api_version": "3.1",
            "uuid": record.ext_id.split(":")[1],
            "status": _STATUS.get(seen["status"], seen["status"]),
            "percentage_complete": seen["progressPercentage"],
            "operation_type": seen["operation"],
            "entity_reference_list": references,
            "creation_time": seen["createdTime"],
            "start_time": seen["startedTime"],
        }
        if "errorMessages" in seen:
            error = seen["errorMessages"][0]
            shown |= {"error_code": error["errorGroup"], "error_detail": error["message"]}
        if "completedTime" in seen:
            shown["completion_time"] = seen["completedTime"]
        return shown
