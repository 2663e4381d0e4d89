"""Steps of a v3 recovery plan job. API: ``/api/nutanix/v3/recovery_plan_jobs/{uuid}/execution_status``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prism.dataprotection.execution_step import ExecutionStep, RecoveryResult, StepEntity, StepResult
from prism.errors import Subject
from prism.v3.documents import Json
from prism.v3.recovery_plan_job import PHASES, documents, translated

if TYPE_CHECKING:
    from prism.client import PrismCentral


@dataclass(frozen=True)
class ExecutionSteps:
    """The steps of one job."""

    central: PrismCentral
    job_id: str

    def list(self) -> Iterator[ExecutionStep]:
        """Every step, phase by phase."""
        subject = Subject("list steps of", "recovery plan job", ext_id=self.job_id)
        status = documents(self.central).call(subject, "GET", f"{self.job_id}/execution_status")
        for name, phase in PHASES.items():
            for step in (status.get(name) or {}).get("step_execution_status_list") or []:
                yield _read(phase, step)


def _read(phase: str, step: Json) -> ExecutionStep:
    entities = step.get("any_entity_reference_list") or []
    source = entities[0].get("uuid") if entities else None
    recovered = [entry.get("recovered_entity_info") or {} for entry in step.get("recovered_entity_info_list") or []]
    detail = step.get("error_detail")
    return ExecutionStep(
        ext_id=step.get("step_uuid"),
        phase=phase,
        operation_type=step.get("operation_type"),
        step_description=step.get("message"),
        status=translated(step.get("status")),
        percentage_complete=step.get("percentage_complete"),
        affected_entities=[
            StepEntity(ext_id=e.get("uuid"), name=e.get("name"), entity_type=str(e.get("kind", "")).upper())
            for e in entities
        ],
        execution_step_results=[
            StepResult(
                result=RecoveryResult(
                    source_entity_ext_id=source,
                    recovered_entity_ext_id=info.get("entity_uuid"),
                    name=info.get("entity_name"),
                    entity_type="VM",
                )
            )
            for info in recovered
        ],
        error_message={"message": detail, "code": step.get("error_code")} if detail else None,
    )
