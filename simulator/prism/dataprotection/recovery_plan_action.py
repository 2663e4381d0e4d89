"""Running a recovery plan.

POST /api/dataprotection/v4.N/operations/recovery-plans/{recoveryPlanExtId}/$actions/<action>.
"""

from __future__ import annotations

from types import MappingProxyType

from simulator.prism.model import Done, Json, Noun, Record, Refusal, Site, missing
from simulator.prism.recovery import clean_up, last_test, protection_pause, request_of, start, told_of

_KINDS = MappingProxyType(
    {
        "validate": "VALIDATE",
        "planned-failover": "PLANNED_FAILOVER",
        "unplanned-failover": "UNPLANNED_FAILOVER",
        "test-failover": "TEST_FAILOVER",
    }
)
_ENDS = ("sourceDomainManagerExtId", "targetDomainManagerExtId")


class RecoveryPlanAction(Noun):
    """The site that recovers the VMs is asked. Each action but the clean-up makes a job."""

    kind = "recovery_plan_action"
    namespace = "dataprotection"
    path = ""
    object_type = "dataprotection.v4.operations.RecoveryPlan"  # names the replies; nothing of this type is shown
    since = 2
    verbs = frozenset()
    acts_on = "recovery_plan"
    action_path = "operations/recovery-plans/{recovery_plan}"
    actions = MappingProxyType(
        {**dict.fromkeys(_KINDS, "start"), "clean-up-resources": "clean_up", "resume-protection": "resume"}
    )
    actions_since = MappingProxyType({"resume-protection": 4})
    responses = MappingProxyType(
        {"clean-up-resources": "CleanupRecoveryPlanResources", "resume-protection": "ResumeProtection"}
    )

    def shape_action(self, name: str, body: Json) -> None:
        if name not in _KINDS:
            return
        absent = [field for field in ("name", "failoverDirections") if not body.get(field)]
        for direction in body.get("failoverDirections", []):
            absent += [f"failoverDirections.{end}" for end in _ENDS if end not in direction]
        if absent:
            raise missing(*absent)

    def act(self, site: Site, name: str, record: Record, body: Json) -> Done:
        if name in _KINDS:
            _require_idle(site, record)
            return start(request_of(site, record, _KINDS[name], body), body)
        if name == "resume-protection":
            vms = protection_pause.resume(site, record)
            return Done(affected=tuple(("vmm:ahv:config:vm", vm.ext_id, vm.name) for vm in vms))
        # By v3 a client names the job, by v4 it is the last test.
        job = site.store.require("recovery_plan_job", body["job"]) if "job" in body else last_test(site, record)
        if job is None:
            return Done()
        affected, details = told_of(job)
        cleaned = tuple(("vmm:ahv:config:vm", vm.ext_id, vm.name) for vm in clean_up(site, job))
        return Done((*affected, *cleaned), details)


def _require_idle(site: Site, plan: Record) -> None:
    """Raise Refusal while a job of the plan runs.

    assumed: a plan has one job at a time, on whichever of the connected sites.
    """
    for other in [site, *site.peers()]:
        if site.world.connected(site, other):
            for job in other.store.where("recovery_plan_job", recoveryPlanExtId=plan.ext_id, status="RUNNING"):
                message = f"Recovery plan {plan.name} is busy with the job {job.name}."
                raise Refusal(409, "RECOVERY_PLAN_JOB_IN_PROGRESS", message, arguments={"job": job.ext_id})
