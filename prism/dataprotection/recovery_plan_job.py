"""Recovery plan jobs: the runs of a plan. API: ``dataprotection/v4.2+/config/recovery-plan-jobs``."""

from __future__ import annotations

from prism.fallback import WithOlder
from prism.model import Entity, Model

SUCCEEDED = frozenset({"SUCCEEDED", "SUCCEEDED_WITH_VALIDATION_WARNING"})
ENDED = SUCCEEDED | {"ABORTED", "FAILED"}


class Phase(Model):
    """A phase and its progress: PRE_PROCESSING, ENTITY_RECOVERY or POST_PROCESSING."""

    phase_type: str | None = None
    status: str | None = None
    percentage_complete: int | None = None


class RecoveryPlanJob(Entity):
    """``action_type`` is VALIDATE, PLANNED_FAILOVER, UNPLANNED_FAILOVER or TEST_FAILOVER.

    Times are RFC 3339.
    """

    name: str | None = None
    recovery_plan_ext_id: str | None = None
    action_type: str | None = None
    status: str = "QUEUED"
    percentage_complete: int | None = None
    execution_phases: list[Phase] | None = None
    start_time: str | None = None
    end_time: str | None = None

    @property
    def succeeded(self) -> bool:
        """Whether it ended with success."""
        return self.status in SUCCEEDED

    @property
    def ended(self) -> bool:
        """Whether the status is final."""
        return self.status in ENDED


class RecoveryPlanJobs(WithOlder[RecoveryPlanJob]):
    """The recovery plan jobs of a Prism Central."""

    namespace, path = "dataprotection", "config/recovery-plan-jobs"
    # assumed: the task of an action names its job in one of these ways, as the comments of the API's clients say.
    # Without them, the job is found by its name.
    kind, rel, minor = "recovery plan job", "dataprotection:config:recovery-plan-job", 2
    detail = "recoveryPlanJobExtId"
    model = RecoveryPlanJob

    def of_plan(self, plan_id: str) -> list[RecoveryPlanJob]:
        """The jobs of the plan. The client filters, because no filter on the plan is documented."""
        return [job for job in self.list() if job.recovery_plan_ext_id == plan_id]
