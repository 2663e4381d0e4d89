"""Recovery plan job: one run of a plan. /api/dataprotection/v4.N/config/recovery-plan-jobs."""

from __future__ import annotations

from simulator.prism.model import Json, Noun, Record, Site, fields, in_use

_ENDED = frozenset({"SUCCEEDED", "FAILED", "ABORTED"})
_PHASES = ("PRE_PROCESSING", "ENTITY_RECOVERY", "POST_PROCESSING")


class RecoveryPlanJob(Noun):
    """Kept at the site that recovers. Cannot be deleted while it runs."""

    kind = "recovery_plan_job"
    namespace = "dataprotection"
    path = "config/recovery-plan-jobs"
    object_type = "dataprotection.v4.config.RecoveryPlanJob"
    rel = "dataprotection:config:recovery-plan-job"
    since = 2
    projected = True
    verbs = frozenset({"list", "get", "delete"})
    ticks = True
    query = Noun.query | {"$apply"}
    computed = frozenset({"percentageComplete", "executionPhases"})
    fields = fields(
        "name recoveryPlanExtId failoverDirections actionType recoveryReferenceTime isLiveMigrateVMs startTime"
        " endTime status percentageComplete validationStatus executionPhases isInitiatedByWitness ownerExtId"
        " isInstantRestore numRecoverableVMs numRecoverableVolumeGroups postFailoverBehaviour"
    )

    def view(self, site: Site, record: Record) -> Json:
        steps = site.store.all("execution_step", record.ext_id)
        running = record.data["status"] == "RUNNING"
        seen = {**record.data, "percentageComplete": _share(steps) if running else 100}
        if steps:
            seen["executionPhases"] = [_phase(name, steps) for name in _PHASES]
        return seen

    def check_delete(self, site: Site, record: Record) -> None:
        if record.data["status"] == "RUNNING":
            raise in_use(f"Recovery plan job {record.name} is running.")

    def deleted(self, site: Site, record: Record) -> None:
        for kind in ("execution_step", "validation_error"):
            for child in site.store.all(kind, record.ext_id):
                site.store.remove(child)


def _share(steps: list[Record]) -> int:
    done = sum(step.data["status"] in _ENDED for step in steps)
    return 100 * done // len(steps) if steps else 0


def _summary(steps: list[Record]) -> Json:
    states = {step.data["status"] for step in steps}
    status = "RUNNING"
    if states <= _ENDED:
        status = "FAILED" if states & {"FAILED", "ABORTED"} else "SUCCEEDED"
    elif states == {"QUEUED"}:
        status = "QUEUED"
    return {"status": status, "percentageComplete": _share(steps) if steps else 100}


def _phase(name: str, steps: list[Record]) -> Json:
    mine = [step for step in steps if step.data["phase"] == name]
    phase: Json = {"$objectType": "dataprotection.v4.config.PhaseSummary", "phaseType": name, **_summary(mine)}
    stages = dict.fromkeys(step.data["stageExtId"] for step in mine if "stageExtId" in step.data)
    phase["stages"] = [
        {
            "$objectType": "dataprotection.v4.config.StageSummary",
            "stageExtId": stage,
            **_summary([step for step in mine if step.data.get("stageExtId") == stage]),
        }
        for stage in stages
    ]
    return phase
