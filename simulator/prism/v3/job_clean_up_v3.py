"""The clean-up after the test of one job. POST /api/nutanix/v3/recovery_plan_jobs/{uuid}/cleanup."""

from __future__ import annotations

from types import MappingProxyType

from simulator.prism.model import Done, Json, Noun, Record, Site, hidden, nouns

_JOB = "dataprotection:config:recovery-plan-job"
_STATUS = MappingProxyType({"SUCCEEDED": "COMPLETED", "FAILED": "FAILED", "CANCELED": "ABORTED"})


class JobCleanUpV3(Noun):
    """Its task names the job whose test it cleans up after."""

    kind = "job_clean_up_v3"
    namespace = "dataprotection"
    path = ""
    object_type = "dataprotection.v4.operations.RecoveryPlan"  # names the task
    verbs = frozenset()
    acts_on = "recovery_plan_job"

    def act(self, site: Site, name: str, record: Record, body: Json) -> Done:
        """Delete what the test left."""
        plan = site.store.require("recovery_plan", record.data["recoveryPlanExtId"])
        done = nouns()["recovery_plan_action"].act(site, "clean-up-resources", plan, {"job": record.ext_id})
        job = (_JOB, record.ext_id, record.name)
        return Done((job, *(one for one in done.affected if one != job)), done.details)


def status(site: Site, job: Record) -> Json | None:
    """How the clean-up after a job went; None: nobody asked for one."""
    task = site.store.get("task", hidden.of_job(job).get("cleanup", ""))
    if task is None:
        return None
    seen = nouns()["task"].view(site, task)
    share = seen["progressPercentage"]
    return {"status": _STATUS.get(seen["status"], "RUNNING"), "percentage_complete": share}
