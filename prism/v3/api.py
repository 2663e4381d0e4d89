"""The v3 API of one Prism Central: the stand-ins for v4's collections, its tasks, and the running of a plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from prism.collection import E
from prism.datapolicies import FailoverAction, RecoveryPlan
from prism.datapolicies import NetworkMappings as NetworkMappingsOfV4
from prism.datapolicies import RecoveryPlans as RecoveryPlansOfV4
from prism.datapolicies import RecoveryStages as RecoveryStagesOfV4
from prism.dataprotection import ExecutionSteps as ExecutionStepsOfV4
from prism.dataprotection import RecoveryPlanJobs as RecoveryPlanJobsOfV4
from prism.dataprotection import ValidationErrors as ValidationErrorsOfV4
from prism.fallback import Older, ReadOnly, WithOlder
from prism.prism import Registrations as RegistrationsOfV4
from prism.prism import Task
from prism.v3.availability_zone import AvailabilityZones
from prism.v3.execution_step import ExecutionSteps
from prism.v3.network_mapping import NetworkMappings
from prism.v3.recovery_plan import RecoveryPlans
from prism.v3.recovery_plan_job import RecoveryPlanJobs, run
from prism.v3.recovery_stage import RecoveryStages
from prism.v3.registration import Registrations
from prism.v3.task import look
from prism.v3.validation_error import ValidationErrors

if TYPE_CHECKING:
    from prism.client import PrismCentral

_STAND_INS: dict[type[Any], Callable[..., Older[Any] | ReadOnly[Any]]] = {
    ExecutionStepsOfV4: ExecutionSteps,
    NetworkMappingsOfV4: NetworkMappings,
    RecoveryPlanJobsOfV4: RecoveryPlanJobs,
    RecoveryPlansOfV4: RecoveryPlans,
    RecoveryStagesOfV4: RecoveryStages,
    RegistrationsOfV4: lambda central, domain_manager_id: Registrations(central),
    ValidationErrorsOfV4: ValidationErrors,
}


@dataclass(frozen=True)
class V3:
    """The v3 API of one Prism Central. No request is sent before it is needed."""

    central: PrismCentral

    @cached_property
    def zones(self) -> AvailabilityZones:
        """The availability zones that this Prism Central knows."""
        return AvailabilityZones(self.central)

    def stand_in(self, collection: type[WithOlder[E]], *parents: str) -> Older[E] | ReadOnly[E]:
        """The collection of v3 that stands in for this one of v4, with the ids of its parents."""
        return _STAND_INS[collection](self.central, *parents)

    def task(self, ext_id: str) -> Task:
        """The task of this id, which begins with ``v3:``. Raises NotFoundError."""
        return look(self.central, ext_id)

    def run(self, plan: RecoveryPlan, action: str, body: FailoverAction | None) -> str:
        """Starts an action of the plan; the id of its task, which begins with ``v3:``. Raises UnsupportedError."""
        return run(self.central, plan, action, body)
