"""Finding of a recovery plan job's validation.

GET /api/dataprotection/v4.N/config/recovery-plan-jobs/{extId}/validation-errors.
"""

from __future__ import annotations

from simulator.prism.model import PAGED, Noun, fields


class ValidationError(Noun):
    """Read only."""

    kind = "validation_error"
    namespace = "dataprotection"
    path = "config/recovery-plan-jobs/{recovery_plan_job}/validation-errors"
    object_type = "dataprotection.v4.config.RecoveryPlanValidationError"
    plural = "RecoveryPlanJobValidationErrors"
    since = 2
    verbs = frozenset({"list"})
    query = PAGED | {"$filter", "$orderby"}
    fields = fields("affectedEntities rootCauseAnalysis errorCode errorGroup message severity")
