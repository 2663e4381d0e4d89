"""Recovery plan jobs of v3: started, read, and split into the objects that v4 has.
API: ``/api/nutanix/v3/recovery_plan_jobs``, ``.../{uuid}/execution_status`` and ``.../{uuid}/cleanup``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prism.datapolicies.recovery_plan import FailoverAction, RecoveryPlan
from prism.dataprotection.recovery_plan_job import Phase, RecoveryPlanJob
from prism.errors import NotFoundError, Subject, UnsupportedError
from prism.v3.documents import TASK_PREFIX, Documents, Json

if TYPE_CHECKING:
    from prism.client import PrismCentral

_ACTIONS = {
    "validate": "VALIDATE",
    "planned-failover": "MIGRATE",
    "unplanned-failover": "FAILOVER",
    "test-failover": "TEST_FAILOVER",
}
_TYPES = {
    "VALIDATE": "VALIDATE",
    "MIGRATE": "PLANNED_FAILOVER",
    "LIVE_MIGRATE": "PLANNED_FAILOVER",
    "FAILOVER": "UNPLANNED_FAILOVER",
    "TEST_FAILOVER": "TEST_FAILOVER",
}
STATUS = {"COMPLETED": "SUCCEEDED", "COMPLETED_WITH_WARNING": "SUCCEEDED_WITH_VALIDATION_WARNING"}
PHASES = {
    "preprocessing_status": "PRE_PROCESSING",
    "operation_status": "ENTITY_RECOVERY",
    "postprocessing_status": "POST_PROCESSING",
}


def documents(central: PrismCentral) -> Documents:
    """The documents of the jobs."""
    return Documents(central, "recovery_plan_jobs", "recovery_plan_job")


def run(central: PrismCentral, plan: RecoveryPlan, action: str, body: FailoverAction | None) -> str:
    """Starts a job and returns its task's id.

    A lost answer is not tried again, because v3 would start a second job. The next run finds the job by its name.
    """
    jobs, subject = documents(central), Subject(f"start {action} of", "recovery plan", plan.label, plan.id)
    if action == "clean-up-resources":
        answer = jobs.call(subject, "POST", f"{_newest_test(central, plan)}/cleanup", {}, once=True)
    elif action in _ACTIONS and body is not None:
        if body.is_instant_restore:
            raise UnsupportedError(
                f"Could not {subject}: {central.endpoint} supports only API v3, which has no instant "
                "restore. Do without it, or upgrade Prism Central."
            )
        kind = "LIVE_MIGRATE" if body.should_live_migrate_vms else _ACTIONS[action]
        answer = jobs.call(subject, "POST", body=_request(central, plan, kind, body), once=True)
    else:
        why = f"{central.endpoint} has recovery plans by v3 only, without that. Upgrade Prism Central."
        raise UnsupportedError(f"Could not {subject}: {why}")
    return f"{TASK_PREFIX}{answer['task_uuid']}"


@dataclass(frozen=True)
class RecoveryPlanJobs:
    """The jobs of this Prism Central."""

    central: PrismCentral

    def list(self) -> Iterator[RecoveryPlanJob]:
        """Every job."""
        for document in documents(self.central).list():
            yield _read(document)

    def get(self, ext_id: str) -> RecoveryPlanJob:
        """One job."""
        return _read(documents(self.central).get(ext_id))

    def create(self, entity: RecoveryPlanJob) -> str:
        """Raises UnsupportedError: only ``run`` creates jobs."""
        raise UnsupportedError("Could not create recovery plan job: only running its plan creates it. Run the plan.")

    def replace(self, current: RecoveryPlanJob, wanted: RecoveryPlanJob) -> None:
        """Raises UnsupportedError: jobs do not change."""
        raise UnsupportedError("Could not update recovery plan job: it cannot be changed. Run its plan again.")

    def delete(self, ext_id: str, name: str) -> None:
        """Removes the record of a job."""
        documents(self.central).delete(ext_id, name)


def _request(central: PrismCentral, plan: RecoveryPlan, action: str, asked: FailoverAction) -> Json:
    (direction,), zones = asked.failover_directions, central.v3.zones
    failed = zones.url_of(direction.source_domain_manager_ext_id)
    recovery = zones.url_of(direction.target_domain_manager_ext_id)
    parameters: Json = {
        "action_type": action,
        "failed_availability_zone_list": [{"availability_zone_url": failed}],
        "recovery_availability_zone_list": [{"availability_zone_url": recovery}],
        "should_continue_on_validation_failure": bool(asked.should_ignore_warnings),
    }
    if asked.recovery_reference_time:
        parameters["recovery_reference_time"] = asked.recovery_reference_time
    reference = {"kind": "recovery_plan", "uuid": plan.id}
    resources = {"recovery_plan_reference": reference, "execution_parameters": parameters}
    spec = {"name": asked.name, "resources": resources}
    return {"api_version": "3.1.0", "metadata": {"kind": "recovery_plan_job"}, "spec": spec}


def _read(document: Json) -> RecoveryPlanJob:
    status = document["status"]
    execution, resources = status.get("execution_status") or {}, status.get("resources") or {}
    return RecoveryPlanJob(
        ext_id=document["metadata"]["uuid"],
        name=status.get("name"),
        recovery_plan_ext_id=(resources.get("recovery_plan_reference") or {}).get("uuid"),
        action_type=_TYPES.get((resources.get("execution_parameters") or {}).get("action_type", "")),
        status=translated(execution.get("status")),
        percentage_complete=execution.get("percentage_complete"),
        execution_phases=[
            Phase(
                phase_type=PHASES[name],
                status=translated(phase.get("status")),
                percentage_complete=phase.get("percentage_complete"),
            )
            for name, phase in execution.items()
            if name in PHASES and isinstance(phase, dict)
        ],
        start_time=status.get("start_time") or None,
        end_time=status.get("end_time") or None,
    )


def translated(status: str | None) -> str:
    """The v4 status."""
    return STATUS.get(status or "", status or "QUEUED")


def _newest_test(central: PrismCentral, plan: RecoveryPlan) -> str:
    jobs = [job for job in RecoveryPlanJobs(central).list() if job.recovery_plan_ext_id == plan.id]
    tests = [job for job in jobs if job.action_type == "TEST_FAILOVER"]
    if not tests:
        raise NotFoundError(
            f"Could not {Subject('clean up', 'recovery plan', plan.label, plan.id)}: it has no test failover "
            "to clean up "
            "after. Run one first."
        )
    return max(tests, key=lambda job: job.start_time or "").id
