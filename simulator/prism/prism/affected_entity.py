"""Entity affected by a task. GET /api/prism/v4.N/config/tasks/{taskExtId}/affected-entities."""

from __future__ import annotations

from simulator.prism.model import PAGED, Noun, Record, Site, fields, nouns


class AffectedEntity(Noun):
    """The entitiesAffected of the task, in pages."""

    kind = "affected_entity"
    namespace = "prism"
    path = "config/tasks/{task}/affected-entities"
    object_type = "prism.v4.config.EntityReference"
    plural = "TaskEntities"
    verbs = frozenset({"list"})
    query = PAGED | {"$filter", "$select"}
    since = 2
    fields = fields("rel name")

    def records(self, site: Site, parent: str | None) -> list[Record]:
        task = nouns()["task"].find(site, str(parent))
        entities = task.data.get("entitiesAffected", [])
        return [Record(self.kind, e["extId"], {"$reserved": {}, **e}, parent) for e in entities]
