"""Tasks: what Prism Central answers to most writes. API: ``prism/v4.x/config/tasks``."""

from __future__ import annotations

from typing import Any

from prism._answer import messages
from prism._collection import Collection
from prism._model import Entity, Model


class AffectedEntity(Model):
    """An object the task made or changed.

    ``rel`` says of which kind it is, such as ``networking:config:vpc``.
    """

    ext_id: str | None = None
    rel: str | None = None
    name: str | None = None


class CompletionDetail(Model):
    """A named result."""

    name: str | None = None
    value: Any = None


class Task(Entity):
    """``status`` is QUEUED, RUNNING, CANCELING, SUSPENDED, SUCCEEDED, FAILED or CANCELED."""

    status: str = "QUEUED"
    operation: str | None = None
    progress_percentage: int | None = None
    entities_affected: list[AffectedEntity] | None = None
    completion_details: list[CompletionDetail] | None = None
    error_messages: list[dict[str, Any]] | None = None
    legacy_error_message: str | None = None

    @property
    def ended(self) -> bool:
        """Whether the status will not change any more."""
        return self.status in ("SUCCEEDED", "FAILED", "CANCELED")

    def complaint(self) -> tuple[str, str | None]:
        """Why it failed, in Prism's words, and Prism's code."""
        text, code = messages(self.error_messages)
        return text or (self.legacy_error_message or "").strip() or "Prism Central gives no reason", code

    def entity(self, rel: str) -> str | None:
        """The id of the affected object of this ``rel``; letter case is not told apart, as Prism mixes it."""
        found = [e.ext_id for e in self.entities_affected or [] if (e.rel or "").lower() == rel.lower()]
        return found[0] if found else None

    def detail(self, name: str) -> str | None:
        """The completion detail of this name."""
        found = [d.value for d in self.completion_details or [] if d.name == name]
        return str(found[0]) if found and found[0] else None


class Tasks(Collection[Task]):
    """Tasks by id."""

    attribute, namespace, path, kind = "tasks", "prism", "config/tasks", "task"
    model = Task
