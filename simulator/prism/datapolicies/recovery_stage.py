"""Stage of a recovery plan: its entities, their order, and the delay after them.

/api/datapolicies/v4.N/config/recovery-plans/{recoveryPlanExtId}/stages.
"""

from __future__ import annotations

from simulator.prism.model import Json, Noun, Record, SchemaRefusal, Site, fields, missing


class RecoveryStage(Noun):
    """Selects VMs by extId or by category. A lower priority is recovered first. A DelayAction waits after the stage."""

    kind = "recovery_stage"
    namespace = "datapolicies"
    path = "config/recovery-plans/{recovery_plan}/stages"
    object_type = "datapolicies.v4.config.RecoveryStage"
    rel = "datapolicies:config:recovery-stage"  # assumed
    required = ("entityType",)
    synchronised = True
    projected = True
    since = 2
    fields = fields("entityType entities categoryExtIds priority postActions")

    def shape(self, body: Json) -> None:
        super().shape(body)
        if body["entityType"] not in {"VM", "VOLUME_GROUP"}:
            raise SchemaRefusal(("entityType", "Must be VM or VOLUME_GROUP."))
        if not body.get("entities") and not body.get("categoryExtIds"):
            raise SchemaRefusal(("entities", "A stage needs entities or categoryExtIds."))
        if not isinstance(body.get("priority", 1), int) or body.get("priority", 1) < 1:
            raise SchemaRefusal(("priority", "Must be an integer of 1 or more."))
        for action in body.get("postActions", []):
            if not isinstance(action.get("config", {}).get("delaySecs"), int):
                raise missing("postActions.config.delaySecs")

    def check(self, site: Site, body: Json, old: Record | None, parent: str | None) -> None:
        for category in body.get("categoryExtIds", []):
            site.store.require("category", category)

    def complete(self, site: Site, record: Record) -> None:
        record.data.setdefault("priority", 1)
        for action in record.data.get("postActions", []):
            action["config"].setdefault("$objectType", "datapolicies.v4.config.DelayAction")
