"""Recovery points, recovery plan jobs and recovery point stores. API: ``dataprotection/v4.x``."""

from prism.dataprotection.execution_step import ExecutionStep, ExecutionSteps, RecoveryResult, StepEntity, StepResult
from prism.dataprotection.recovery_plan_job import ENDED, SUCCEEDED, Phase, RecoveryPlanJob, RecoveryPlanJobs
from prism.dataprotection.recovery_point import RecoveryPoint, RecoveryPoints, SourceLocation, VmRecoveryPoint
from prism.dataprotection.recovery_point_store import Bucket, RecoveryPointStore, RecoveryPointStores
from prism.dataprotection.stored_recovery_point import (
    AhvVmOverrideSpec,
    NicOverride,
    NicSpec,
    RestoreSpec,
    StoredRecoveryPoints,
    VmRestoreOverride,
)
from prism.dataprotection.validation_error import AffectedEntity, RootCause, ValidationError, ValidationErrors

__all__ = [
    "ENDED",
    "SUCCEEDED",
    "AffectedEntity",
    "AhvVmOverrideSpec",
    "Bucket",
    "ExecutionStep",
    "ExecutionSteps",
    "NicOverride",
    "NicSpec",
    "Phase",
    "RecoveryPlanJob",
    "RecoveryPlanJobs",
    "RecoveryPoint",
    "RecoveryPointStore",
    "RecoveryPointStores",
    "RecoveryPoints",
    "RecoveryResult",
    "RestoreSpec",
    "RootCause",
    "SourceLocation",
    "StepEntity",
    "StepResult",
    "StoredRecoveryPoints",
    "ValidationError",
    "ValidationErrors",
    "VmRecoveryPoint",
    "VmRestoreOverride",
]
