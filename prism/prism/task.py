"""Tasks: Prism Central's answer to most writes. API: ``prism/v4.x/config/tasks``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from plain_text import one_line, plain
from prism.collection import Collection
from prism.errors import Subject
from prism.http.answer import messages
from prism.model import Entity, Model, Reference


class AffectedEntity(Model):
    """An object that the task created or changed.

    ``rel`` is its kind, such as ``networking:config:vpc``.
    """

    ext_id: str | None = None
    rel: str | None = None
    name: str | None = None


class CompletionDetail(Model):
    """A named result."""

    name: str | None = None
    value: Any = None


class TaskOwner(Model):
    """The user who started the task."""

    name: str | None = None


class Task(Entity):
    """``status`` is QUEUED, RUNNING, CANCELING, SUSPENDED, SUCCEEDED, FAILED or CANCELED."""

    status: str = "QUEUED"
    operation: str | None = None
    progress_percentage: int | None = None
    created_time: str | None = None
    completed_time: str | None = None
    entities_affected: list[AffectedEntity] | None = None
    sub_tasks: list[Reference] | None = None
    owned_by: TaskOwner | None = None
    completion_details: list[CompletionDetail] | None = None
    error_messages: list[dict[str, Any]] | None = None
    legacy_error_message: str | None = None

    @property
    def ended(self) -> bool:
        """Whether the status is final."""
        return self.status in ("SUCCEEDED", "FAILED", "CANCELED")

    @property
    def lasted(self) -> float | None:
        """Seconds from its creation to its end; None if Prism does not tell them."""
        try:
            ends = [datetime.fromisoformat(str(time)) for time in (self.created_time, self.completed_time)]
            return max(0.0, (ends[1] - ends[0]).total_seconds())
        except (TypeError, ValueError):
            return None

    def complaint(self) -> tuple[str, str | None]:
        """Why the task failed, in Prism's words, and Prism's code."""
        text, code = messages(self.error_messages)
        return text or one_line(self.legacy_error_message or "") or "Prism Central gives no reason", code

    def names(self) -> list[str]:
        """The names of the affected objects, or their ids."""
        return [plain(e.name or e.ext_id or "?") for e in self.entities_affected or []]

    def entity(self, rel: str) -> str | None:
        """The id of the affected object of this ``rel``. Letter case does not count, because Prism mixes it."""
        found = [e.ext_id for e in self.entities_affected or [] if (e.rel or "").lower() == rel.lower()]
        return found[0] if found else None

    def detail(self, name: str) -> str | None:
        """The id that the completion detail of this name holds; the first of several."""
        return next(iter(self.ids(name)), None)

    def ids(self, name: str) -> list[str]:
        """The ids in the completion detail of this name: a list, or one text with commas between them."""
        found = next((d.value for d in self.completion_details or [] if d.name == name), None)
        values = found if isinstance(found, list) else str(found or "").split(",")
        return [one for value in values if (one := str(value).strip())]


class Tasks(Collection[Task]):
    """Tasks by id. An id that begins with ``v3:`` is one of the v3 API and is looked up there."""

    namespace, path, kind = "prism", "config/tasks", "task"
    model = Task

    def get(self, ext_id: str) -> Task:
        """The task. Raises NotFoundError."""
        if ext_id.startswith("v3:"):
            return self._central.v3.task(ext_id)
        return super().get(ext_id)

    def newest(self, most: int = 100) -> list[Task]:
        """The newest tasks, the newest first; ``most`` is 1 to 100."""
        params: dict[str, str | int] = {"$page": 0, "$limit": most, "$orderby": "createdTime desc"}
        subject = Subject("list", self.kind)
        reply = self._central.call(subject, "GET", self.namespace, self._path, params=params)
        return [self._read(subject, item) for item in reply.data or []]

    def last_writer(self, ext_id: str) -> str:
        """The user of the newest task about this object, among the newest hundred; empty if there is none."""
        for task in self.newest():
            if any(e.ext_id == ext_id for e in task.entities_affected or []):
                return plain((task.owned_by and task.owned_by.name) or "")
        return ""
