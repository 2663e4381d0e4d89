"""An estate is built as it is described, and two snapshots show every change."""

from __future__ import annotations

import pytest

from prism.datapolicies import RecoveryPlans, RecoveryStage, RecoveryStages
from prism.networking import Vpcs
from prism.vmm import Vms
from tests.estates.conftest import Build
from tests.estates.generator import estate
from tests.estates.snapshot import added, difference, lost
from tests.estates.trial import TRIAL

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("seed", range(6))
def test_every_estate_can_be_built_and_looking_changes_nothing(build: Build, seed: int) -> None:
    built = build(estate(seed))
    before = built.look()
    assert difference(before, built.look()) == []
    assert sum("VM '" in name for name in before.things) == len(built.estate.machines)


def test_the_estate_of_the_trial_stands(build: Build) -> None:
    built = build(TRIAL)
    seen = built.look()
    home = {name: text for name, text in seen.things.items() if name.startswith("london ")}
    for prefix in TRIAL.led_by_hand:
        (text,) = (
            text for name, text in home.items() if name.startswith(f"london route {prefix} (static) in tgw-rtb-")
        )
        assert built.ids.sites["london"].attachment in text
    assert sum("plan 'rp-" in name for name in home) == 3
    assert sum("floating IP" in name and "INC" in text for name, text in home.items()) == 6
    (overlay,) = (text for name, text in home.items() if name.startswith("london VPC 'prod-overlay'"))
    assert "ext-nonat" in overlay
    assert "overlay-external-subnet-nat" in overlay


def test_what_somebody_changes_is_told_with_before_and_after(build: Build) -> None:
    built = build(TRIAL)
    before = built.look()
    client, ids = built.centrals("london"), built.ids.sites["london"]
    plan = RecoveryPlans(client).find_by_name("rp-erp")
    vpc = Vpcs(client).find_by_name("prod-overlay")
    assert plan is not None
    assert vpc is not None
    gold = built.prism.categories["DR", "Gold"]
    RecoveryStages(client, plan.id).create(RecoveryStage(category_ext_ids=[gold], priority=4))
    Vpcs(client).update(vpc.id, lambda found: found.model_copy(update={"description": "ours now"}))
    Vms(client).power_off(next(vm.id for vm in Vms(client).list() if vm.name == "web-01"))
    ec2 = built.clients("ec2", "london")
    ec2.delete_transit_gateway_route(
        TransitGatewayRouteTableId=ids.gateway_table, DestinationCidrBlock=TRIAL.led_by_hand[0]
    )
    ec2.create_route(RouteTableId=ids.tables[0], DestinationCidrBlock="10.99.0.0/16", TransitGatewayId=ids.gateway)
    after = built.look()
    changed = "\n".join(lost(before, after))
    assert "~ london plan 'rp-erp'" in changed
    assert '"number": 4, "of": ["DR:Gold"]' in changed
    assert "~ london VPC 'prod-overlay'" in changed
    assert "~ london VM 'web-01'" in changed
    assert "- london route 172.30.1.0/24 (static)" in changed
    # The plan is shared with the other site, where it has changed, too.
    assert len(changed.splitlines()) == 5
    (new,) = added(before, after)
    assert new.startswith("+ london route 10.99.0.0/16 in ")
