"""Steps of a recovery plan job.
API: ``dataprotection/v4.2+/config/recovery-plan-jobs/{recoveryPlanJobExtId}/execution-steps``.
"""

from __future__ import annotations

from typing import Any

from plain_text import one_line, plain
from prism.fallback import WithOlder
from prism.http.answer import messages
from prism.model import Entity, Model


class RecoveryResult(Model):
    """A VM at the source, and the recovered VM at the target. assumed: Prism Central tells both."""

    source_entity_ext_id: str | None = None
    recovered_entity_ext_id: str | None = None
    name: str | None = None
    entity_type: str | None = None

    @property
    def label(self) -> str:
        """The VM's name to show in a message."""
        return plain(self.name or "?")


class StepResult(Model):
    """The union of results has one member."""

    result: RecoveryResult | None = None


class StepEntity(Model):
    """An object of the step. ``entity_type`` is VM, SUBNET, VPC, ..."""

    ext_id: str | None = None
    name: str | None = None
    entity_type: str | None = None


class ExecutionStep(Entity):
    """``operation_type`` such as ENTITY_RESTORATION or VM_POWER_ON, within a phase of the job."""

    phase: str | None = None
    operation_type: str | None = None
    step_description: str | None = None
    status: str | None = None
    percentage_complete: int | None = None
    start_time: str | None = None
    end_time: str | None = None
    affected_entities: list[StepEntity] | None = None
    execution_step_results: list[StepResult] | None = None
    error_message: dict[str, Any] | None = None

    def recovered_vms(self) -> list[RecoveryResult]:
        """The VMs that this step has recovered."""
        results = [entry.result for entry in self.execution_step_results or [] if entry.result]
        return [r for r in results if r.recovered_entity_ext_id and (r.entity_type or "VM") == "VM"]

    def complaint(self) -> str:
        """Why the step failed, in Prism's words; empty if it did not fail."""
        return messages([self.error_message])[0] if self.error_message else ""

    @property
    def title(self) -> str:
        """What the step does, to show in a message."""
        return one_line(self.step_description or self.operation_type or "a step")

    def vm_names(self) -> list[str]:
        """The names of the step's VMs."""
        return [plain(e.name or e.ext_id or "?") for e in self.affected_entities or [] if e.entity_type == "VM"]


class ExecutionSteps(WithOlder[ExecutionStep]):
    """``ExecutionSteps(central, job_id)``: the steps of one job."""

    namespace = "dataprotection"
    path, kind, minor = "config/recovery-plan-jobs/{}/execution-steps", "execution step", 2
    model = ExecutionStep
