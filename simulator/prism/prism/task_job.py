"""Job of a task. GET /api/prism/v4.N/config/tasks/{taskExtId}/jobs."""

from __future__ import annotations

from simulator.prism.model import PAGED, DerivedNoun, Record, Site, fields


class TaskJob(DerivedNoun):
    """The tasks of this Prism Central have no jobs of this kind: a recovery plan job is another thing."""

    kind = "task_job"
    namespace = "prism"
    path = "config/tasks/{task}/jobs"
    object_type = "prism.v4.config.TaskJob"
    verbs = frozenset({"list", "get"})
    query = PAGED | {"$select"}
    since = 2
    fields = fields(
        "name status entitiesAffected errorMessages warnings clusterExtIds completionDetails createdTime completedTime"
    )

    def records(self, site: Site, parent: str | None) -> list[Record]:
        return []
