"""The progress and the findings of a recovery plan job, in the form of v3."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from simulator.prism.model import Json, Record, Site

_STATUS = MappingProxyType({"SUCCEEDED": "COMPLETED", "SUCCEEDED_WITH_VALIDATION_WARNING": "COMPLETED_WITH_WARNING"})
PHASES = MappingProxyType(
    {
        "PRE_PROCESSING": "preprocessing_status",
        "ENTITY_RECOVERY": "operation_status",
        "POST_PROCESSING": "postprocessing_status",
    }
)
"""Phase of a job in v4 -> its name in v3."""


def execution(seen: Json) -> Json:
    """The execution status of a job, from what v4 shows of it."""
    whole: Json = {
        "status": _STATUS.get(seen["status"], seen["status"]),
        "percentage_complete": seen["percentageComplete"],
    }
    for phase in seen.get("executionPhases", []):
        status = _STATUS.get(phase["status"], phase["status"])
        whole[PHASES[phase["phaseType"]]] = {"status": status, "percentage_complete": phase["percentageComplete"]}
    return whole


def step_status(step: Record) -> Json:
    """The status of a step.

    assumed: a recovered entity is named by the step that recovers it. That step has no child steps here.
    """
    data = step.data
    results = [entry["result"] for entry in data.get("executionStepResults", [])]
    shown: Json = {
        "step_uuid": step.ext_id,
        "parent_step_uuid": "",
        "operation_type": data["operationType"],
        "message": data["stepDescription"],
        "status": _STATUS.get(data["status"], data["status"]),
        "percentage_complete": data["percentageComplete"],
        "any_entity_reference_list": _references(data["affectedEntities"]),
        "recovered_entity_info_list": [
            {"recovered_entity_info": {"entity_uuid": r["recoveredEntityExtId"], "entity_name": r["name"]}}
            for r in results
        ],
    }
    if "errorMessage" in data:
        error = data["errorMessage"]
        shown |= {"error_code": error["errorGroup"], "error_detail": error["message"]}
    return shown


def validation(site: Site, job: Record) -> dict[str, list[Any]]:
    """The errors and warnings of a job's validation."""
    found: dict[str, list[Any]] = {"errors_list": [], "warnings_list": []}
    for error in site.store.all("validation_error", job.ext_id):
        entry = {
            "message": error.data["message"],
            "validation_type": error.data["errorGroup"],
            "affected_any_reference_list": _references(error.data["affectedEntities"]),
            "cause_and_resolution_message_list": [{"cause": error.data["message"], "resolution_list": []}],
            "impact_message_list": error.data["rootCauseAnalysis"]["impacts"],
        }
        found["errors_list" if error.data["severity"] == "ERROR" else "warnings_list"].append(entry)
    return found


def _references(entities: list[Json]) -> list[Json]:
    return [{"kind": e["entityType"].lower(), "uuid": e["extId"], "name": e["name"]} for e in entities]
