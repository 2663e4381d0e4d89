"""Stages of a v3 recovery plan: a list in its document, which names categories by key and value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prism.datapolicies.recovery_stage import DelayAction, RecoveryStage, StageAction
from prism.prism.category import Categories
from prism.v3.documents import Json, part_id, position_of
from prism.v3.recovery_plan import documents
from prism.v3.stage_document import entities_of, stage_document

if TYPE_CHECKING:
    from prism.client import PrismCentral


Change = Callable[[list[Json]], list[Json]]


@dataclass(frozen=True)
class RecoveryStages:
    """The stages of one plan. A stage's priority is its place in the list."""

    central: PrismCentral
    plan_id: str

    def list(self) -> Iterator[RecoveryStage]:
        """Every stage, in order."""
        stages = _stages(documents(self.central).get(self.plan_id)["spec"])
        for position, stage in enumerate(stages, start=1):
            yield self._read(position, stage)

    def get(self, ext_id: str) -> RecoveryStage:
        """One stage."""
        stages = _stages(documents(self.central).get(self.plan_id)["spec"])
        position = position_of(stages, ext_id, "recovery stage")
        return self._read(position + 1, stages[position])

    def create(self, entity: RecoveryStage) -> str:
        """Inserts the stage at its priority. Its id is found by listing, as in v4."""
        stage = stage_document(self.central, entity)

        def insert(stages: list[Json]) -> list[Json]:
            place = min((entity.priority or len(stages) + 1) - 1, len(stages))
            return [*stages[:place], stage, *stages[place:]]

        self._change(insert)
        return ""

    def replace(self, current: RecoveryStage, wanted: RecoveryStage) -> None:
        """Replaces one stage. VMs that were added to it by hand stay."""

        def exchange(stages: list[Json]) -> list[Json]:
            place = position_of(stages, current.id, "recovery stage")
            return [*stages[:place], stage_document(self.central, wanted, stages[place]), *stages[place + 1 :]]

        self._change(exchange)

    def delete(self, ext_id: str, name: str) -> None:
        """Removes it from the list."""

        def remove(stages: list[Json]) -> list[Json]:
            place = position_of(stages, ext_id, "recovery stage")
            return [*stages[:place], *stages[place + 1 :]]

        self._change(remove)

    def _change(self, change: Change) -> None:
        def over(spec: Json) -> Json:
            return {**spec, "resources": {**spec["resources"], "stage_list": change(_stages(spec))}}

        documents(self.central).change(self.plan_id, over)

    def _read(self, position: int, stage: Json) -> RecoveryStage:
        pairs = [pair for info in entities_of(stage) for pair in (info.get("categories") or {}).items()]
        found = [Categories(self.central).find(key, value) for key, value in pairs]
        delay = int(stage.get("delay_time_secs") or 0)
        return RecoveryStage(
            ext_id=part_id(position, stage),
            category_ext_ids=[category.id for category in found if category],
            priority=position,
            post_actions=[StageAction(config=DelayAction(delay_secs=delay))] if delay else [],
        )


def _stages(spec: Json) -> list[Json]:
    return spec["resources"].get("stage_list") or []
