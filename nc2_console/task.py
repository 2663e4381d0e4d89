"""Tasks of the console. API: GET /tasks/{id}."""

from __future__ import annotations

from nc2_console.model import Message, Model, Shown
from nc2_console.session import Session


class StatusDetails(Model):
    """The reason of a task's status."""

    description: Message | None = None


class Task(Model):
    """``status`` is not_started, running, succeeding, cancelling, failing, done, failed or cancelled."""

    id: str
    status: Shown | None = None
    cluster_id: str | None = None
    display_name: Shown | None = None
    status_details: StatusDetails | None = None

    @property
    def failed(self) -> bool:
        """Whether it ended without success."""
        return self.status in ("failed", "cancelled")

    @property
    def reason(self) -> str:
        """The reason, in the console's words."""
        return ((self.status_details and self.status_details.description) or "the console gives no reason").rstrip(".")


class Tasks:
    """The tasks that the key may see."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, task_id: str) -> Task:
        """A task by its id."""
        return self._session.one(f"read task {task_id}", Task, "GET", f"/tasks/{task_id}")
