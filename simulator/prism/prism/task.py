"""Task: the progress and the outcome of an operation. /api/prism/v4.N/config/tasks."""

from __future__ import annotations

from types import MappingProxyType

from simulator.prism.model import Done, Json, Noun, Record, Site, fields, hidden
from simulator.prism.tasks import queue


class Task(Noun):
    """Can be canceled until it is carried out, unless it follows a job.

    A client may give its extId with or without the prefix of the service.
    """

    kind = "task"
    namespace = "prism"
    path = "config/tasks"
    object_type = "prism.v4.config.Task"
    verbs = frozenset({"list", "get"})
    actions = MappingProxyType({"cancel": "cancel"})
    direct = True
    ticks = True
    computed = frozenset({"status", "progressPercentage", "isCancelable"})
    fields = fields(
        "operation operationDescription parentTask createdTime startedTime completedTime status progressPercentage"
        " entitiesAffected subTasks subSteps isCancelable ownedBy completionDetails errorMessages legacyErrorMessage"
        " warnings lastUpdatedTime clusterExtIds rootTask isBackgroundTask numberOfSubtasks numberOfEntitiesAffected"
        " resourceLinks appName batchSummary projectExtId"
    )

    def find(self, site: Site, ext_id: str) -> Record:
        return site.store.require(self.kind, ext_id if ":" in ext_id else queue.PREFIX + ext_id)

    def view(self, site: Site, record: Record) -> Json:
        if record.data["status"] in queue.ENDED:
            return record.data
        cancelable = queue.cancelable(site, record)
        return {**record.data, "isCancelable": cancelable, **_progress(hidden.of_task(record), site.world.clock.now())}

    def cancel(self, site: Site, record: Record, body: Json) -> Done:
        """End the task before it is carried out."""
        queue.cancel(site, record)
        return Done()


def _progress(facts: hidden.TaskHidden, now: float) -> Json:
    """QUEUED until the clock has moved, then RUNNING with the share of the task's time that has passed."""
    if now <= facts["started"]:
        return {"status": "QUEUED", "progressPercentage": 0}
    if facts["due"] is None:
        return {"status": "RUNNING", "progressPercentage": 50}
    share = (now - facts["started"]) / max(facts["due"] - facts["started"], 1e-9)
    return {"status": "RUNNING", "progressPercentage": min(99, int(100 * share))}
