"""Stages of a recovery plan. API: ``datapolicies/v4.2+/config/recovery-plans/{recoveryPlanExtId}/stages``."""

from __future__ import annotations

from pydantic import Field

from prism.fallback import WithOlder
from prism.model import Entity, Model


class DelayAction(Model):
    """The wait before the next stage; at least one second."""

    object_type: str = Field(default="datapolicies.v4.config.DelayAction", alias="$objectType")
    delay_secs: int


class StageAction(Model):
    """An action after the stage."""

    config: DelayAction


class RecoveryStage(Entity):
    """Powers on the VMs of its categories; stages run by ascending ``priority`` (from 1)."""

    entity_type: str = "VM"
    category_ext_ids: list[str] | None = None
    priority: int | None = None
    post_actions: list[StageAction] | None = None

    @property
    def label(self) -> str:
        """A stage has no name; its priority stands for it."""
        return f"stage {self.priority}"

    @property
    def delay_seconds(self) -> int:
        """The delay after the stage in seconds; 0 for none."""
        return sum(action.config.delay_secs for action in self.post_actions or [])


class RecoveryStages(WithOlder[RecoveryStage]):
    """``RecoveryStages(central, plan_id)``: the stages of one plan."""

    namespace, path = "datapolicies", "config/recovery-plans/{}/stages"
    kind, minor = "recovery stage", 2
    model = RecoveryStage
