"""Which pairs of ids, as the other stack publishes them, reach which resource."""

from __future__ import annotations

from providers.recovery import Lineage
from tests.components.conftest import Program
from tests.components.test_store_tiers import REQUESTED, tiers

PLAN, STORE = str(Lineage.of([("a", "b")])), str(Lineage.of([("c", "d")]))


def said(active: str) -> dict[str, str]:
    return {**REQUESTED, "generation": "1", "activeSite": active, "takenOver": PLAN, "tiersTakenOver": STORE}


def test_the_home_site_hears_what_the_other_has_taken_over_by_plan_and_from_the_store_apart() -> None:
    found = Program("tokyo", said("osaka")).run(activeRegion="osaka", **tiers()).of_type("prism:Failover")
    told = {name: one["others"]["taken_over"] for name, one in found.items()}
    assert told == {"failover": PLAN, "failover-long": STORE}


def test_the_recovery_site_hears_what_has_come_home_of_the_tiers_in_the_store() -> None:
    program = Program("osaka", said("tokyo")).run(**tiers())
    assert program.of_type("prism:StoreRecovery")["store-recovery"]["brought_home"] == STORE
    assert program.of_type("prism:Failover")["failover"]["others"]["taken_over"] == PLAN
