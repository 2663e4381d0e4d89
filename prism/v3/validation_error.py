"""Findings of a v3 recovery plan job's validation: a part of the job."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prism.dataprotection.validation_error import AffectedEntity, RootCause, ValidationError
from prism.v3.documents import Json
from prism.v3.recovery_plan_job import documents

if TYPE_CHECKING:
    from prism.client import PrismCentral


@dataclass(frozen=True)
class ValidationErrors:
    """The findings of one job."""

    central: PrismCentral
    job_id: str

    def list(self) -> Iterator[ValidationError]:
        """Errors, then warnings."""
        found = documents(self.central).get(self.job_id)["status"].get("validation_information") or {}
        for name, severity in (("errors_list", "ERROR"), ("warnings_list", "WARNING")):
            for entry in found.get(name) or []:
                yield _read(entry, severity)


def _read(entry: Json, severity: str) -> ValidationError:
    causes = entry.get("cause_and_resolution_message_list") or []
    return ValidationError(
        message=entry.get("message"),
        # assumed: the types of v3 have the names of v4's groups.
        error_group=entry.get("validation_type"),
        severity=severity,
        affected_entities=[
            AffectedEntity(name=e.get("name"), ext_id=e.get("uuid"))
            for e in entry.get("affected_any_reference_list") or []
        ],
        root_cause_analysis=RootCause(
            cause=next((cause.get("cause") for cause in causes), None),
            resolutions=[text for cause in causes for text in cause.get("resolution_list") or []],
        ),
    )
