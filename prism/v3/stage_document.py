"""A stage as a v3 plan holds it: it names categories by key and value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prism.datapolicies.recovery_stage import RecoveryStage
from prism.prism.category import Categories
from prism.v3.documents import Json

if TYPE_CHECKING:
    from prism.client import PrismCentral


def stage_document(central: PrismCentral, stage: RecoveryStage, was: Json | None = None) -> Json:
    """The stage, written over what it was. VMs that were added to it by hand stay."""
    categories = [Categories(central).get(ext_id) for ext_id in stage.category_ext_ids or []]
    kept = [info for info in entities_of(was or {}) if "categories" not in info]
    named = [{"categories": {category.key: category.value}} for category in categories]
    work = {"recover_entities": {"entity_info_list": [*kept, *named]}}
    return {**(was or {}), "stage_work": work, "delay_time_secs": stage.delay_seconds}


def entities_of(stage: Json) -> list[Json]:
    """What the stage recovers: categories, and VMs one by one."""
    return stage.get("stage_work", {}).get("recover_entities", {}).get("entity_info_list") or []
