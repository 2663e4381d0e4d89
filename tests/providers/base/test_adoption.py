"""Objects of others: refused at preview by name, taken over as they are, never rewritten, and let go."""

from __future__ import annotations

from typing import Any

import pulumi.output
import pytest

from prism import ConflictError, PrismCentral
from prism.datapolicies import RecoveryLocation, RecoveryPlan, RecoveryPlans, RecoveryStage, RecoveryStages
from prism.networking import ExternalSubnet, Subnets, Vpcs
from prism.networking import Vpc as PrismVpc
from prism.prism import Categories, Category, DomainManagers
from providers.category import CategoryProvider
from providers.recovery_plan import RecoveryPlanProvider
from providers.vpc import VpcProvider
from tests.providers._engine import Engine
from tests.providers.conftest import Cloud

CATEGORY = {"key": "DR", "value": "Gold"}
TICKET = "made by ops, CHG0012345"
OWNER = "nc2-dr/tokyo/thing"
UNKNOWN = pulumi.output.UNKNOWN


@pytest.fixture
def tokyo(cloud: Cloud) -> PrismCentral:
    cloud.enter("tokyo")
    return cloud.client("tokyo")


def previewed(engine: Engine, inputs: dict[str, Any]) -> None:
    """A preview of a resource that the state does not hold calls nothing but check."""
    engine.check(inputs)


@pytest.mark.parametrize("run", [previewed, Engine.up])
def test_an_object_of_that_name_is_refused_by_name_and_stays(tokyo: PrismCentral, run: Any) -> None:
    made = Categories(tokyo).create(Category(**CATEGORY, description=TICKET))
    with pytest.raises(ConflictError) as refused:
        run(Engine(CategoryProvider), CATEGORY)
    assert f"There is a category 'DR:Gold' ({made}) already, and it was not made by this stack." in str(refused.value)
    assert f"add [nc2-dr:{OWNER}] to its description" in str(refused.value)
    assert Categories(tokyo).get(made).description == TICKET


def test_a_name_is_looked_up_before_the_other_inputs_are_known(tokyo: PrismCentral) -> None:
    Vpcs(tokyo).create(PrismVpc(name="workload", description=TICKET))
    inputs = {"name": "workload", "external_subnet_ids": UNKNOWN, "externally_routable_prefixes": ["172.30.0.0/16"]}
    with pytest.raises(ConflictError, match="There is a VPC 'workload'"):
        previewed(Engine(VpcProvider), inputs)
    previewed(Engine(VpcProvider), {**inputs, "name": "another"})
    previewed(Engine(VpcProvider), {**inputs, "name": UNKNOWN})


def test_a_prism_central_that_does_not_answer_stops_no_preview(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRISM_ENDPOINT", "https://127.0.0.1:9")
    previewed(Engine(CategoryProvider), CATEGORY)


def test_an_object_that_was_handed_over_is_used_as_it_is_and_let_go(tokyo: PrismCentral) -> None:
    described = f"{TICKET} [nc2-dr:{OWNER}]"
    made = Categories(tokyo).create(Category(**CATEGORY, description=described))
    engine = Engine(CategoryProvider)
    assert engine.up(CATEGORY) == "create"
    assert engine.id == made
    assert engine.up(CATEGORY) == "same"
    assert engine.refresh()
    engine.destroy()
    assert Categories(tokyo).get(made).description == TICKET, "the marker goes, the words of others stay"


def test_a_plan_that_was_handed_over_is_not_rewritten(cloud: Cloud, tokyo: PrismCentral) -> None:
    own, other = (next(iter(DomainManagers(one).list())).id for one in (tokyo, cloud.client("osaka")))
    erp, gold = (Categories(tokyo).create(Category(key="App", value=one)) for one in ("erp", "gold"))
    ends = {"primary_location": own, "recovery_location": other}
    plan = RecoveryPlans(tokyo).create(
        RecoveryPlan(
            name="rp-erp",
            description=f"{TICKET} [nc2-dr:{OWNER}]",
            **{name: RecoveryLocation(domain_manager_ext_id=id) for name, id in ends.items()},
        )
    )
    RecoveryStages(tokyo, plan).create(RecoveryStage(category_ext_ids=[erp], priority=1))
    inputs = {
        "name": "rp-erp",
        "primary_domain_manager_id": own,
        "recovery_domain_manager_id": other,
        "stages": [{"category_ids": [erp]}, {"category_ids": [gold]}],
    }
    for run in (previewed, Engine.up):
        with pytest.raises(ConflictError) as refused:
            run(Engine(RecoveryPlanProvider), inputs)
        assert f"The recovery plan 'rp-erp' ({plan}) was handed over to {OWNER}" in str(refused.value)
        assert "and it is not as declared: stages is " in str(refused.value)
    assert len(list(RecoveryStages(tokyo, plan).list())) == 1
    assert Engine(RecoveryPlanProvider).up({**inputs, "stages": inputs["stages"][:1]}) == "create"


def test_the_overlay_stays_joined_to_what_others_joined_it_to(tokyo: PrismCentral) -> None:
    nat = next(one for one in Subnets(tokyo).list() if one.is_nat_enabled)
    inputs = {"name": "workload", "external_subnet_ids": [], "externally_routable_prefixes": ["172.30.0.0/16"]}
    engine = Engine(VpcProvider)
    engine.up(inputs)
    joined = [ExternalSubnet(subnet_reference=nat.id)]
    Vpcs(tokyo).update(engine.id, lambda found: found.model_copy(update={"external_subnets": joined}))
    assert engine.refresh()
    assert engine.up(inputs) == "same"
    assert engine.up({**inputs, "externally_routable_prefixes": ["172.31.0.0/16"]}) == "update"
    assert [one.subnet_reference for one in Vpcs(tokyo).get(engine.id).external_subnets or []] == [nat.id]


def test_the_overlay_leaves_what_this_stack_joined_it_to(tokyo: PrismCentral) -> None:
    nat = next(one for one in Subnets(tokyo).list() if one.is_nat_enabled)
    inputs = {"name": "workload", "external_subnet_ids": [nat.id], "externally_routable_prefixes": ["172.30.0.0/16"]}
    engine = Engine(VpcProvider)
    engine.up(inputs)
    assert engine.up({**inputs, "external_subnet_ids": []}) == "update"
    assert Vpcs(tokyo).get(engine.id).external_subnets in (None, [])


def test_what_a_killed_run_has_left_is_completed(tokyo: PrismCentral) -> None:
    """Its description says that this project made it."""
    engine = Engine(VpcProvider)
    inputs = {"name": "workload", "external_subnet_ids": [], "externally_routable_prefixes": ["172.30.0.0/16"]}
    engine.up(inputs)
    again = Engine(VpcProvider)
    assert again.up({**inputs, "externally_routable_prefixes": ["172.31.0.0/16"]}) == "create"
    assert again.id == engine.id
