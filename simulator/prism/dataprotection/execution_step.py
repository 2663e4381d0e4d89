"""Step of a recovery plan job. GET /api/dataprotection/v4.N/config/recovery-plan-jobs/{extId}/execution-steps."""

from __future__ import annotations

from simulator.prism.model import PAGED, Noun, fields


class ExecutionStep(Noun):
    """Read only. Its results name the recovered VMs."""

    kind = "execution_step"
    namespace = "dataprotection"
    path = "config/recovery-plan-jobs/{recovery_plan_job}/execution-steps"
    object_type = "dataprotection.v4.config.RecoveryPlanJobExecutionStep"
    since = 2
    verbs = frozenset({"list"})
    query = PAGED | {"$filter", "$orderby"}
    fields = fields(
        "errorMessage stageExtId phase operationType stepDescription affectedEntities executionStepResults status"
        " startTime endTime percentageComplete"
    )
