"""Tasks of v3. API: ``/api/nutanix/v3/tasks/{uuid}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prism.prism.task import AffectedEntity, Task
from prism.v3.documents import TASK_PREFIX, Documents

if TYPE_CHECKING:
    from prism.client import PrismCentral

_STATUS = {"ABORTED": "CANCELED"}
_RELS = {"recovery_plan_job": "dataprotection:config:recovery-plan-job"}


def look(central: PrismCentral, ext_id: str) -> Task:
    """The task of this id, which begins with ``v3:``, as a v4 task."""
    found = Documents(central, "tasks", "task").get(ext_id.removeprefix(TASK_PREFIX))
    affected = [
        AffectedEntity(ext_id=e.get("uuid"), rel=_RELS.get(kind, kind), name=e.get("name"))
        for e in found.get("entity_reference_list") or []
        for kind in [str(e.get("kind", ""))]
    ]
    status = str(found.get("status") or "QUEUED")
    return Task(
        ext_id=ext_id,
        status=_STATUS.get(status, status),
        operation=found.get("operation_type"),
        progress_percentage=found.get("percentage_complete"),
        entities_affected=affected,
        legacy_error_message=found.get("error_detail"),
    )
