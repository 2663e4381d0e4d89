"""What the state protects, and what `pulumi destroy` meets before anything else."""

from collections.abc import Mapping
from typing import Any
from unittest.mock import patch

import pytest
from pulumi.runtime.mocks import MockMonitor

from tests.components.conftest import Program
from tests.components.guards.test_memory import STORE
from tests.components.living import PUBLISHED
from tests.components.test_urns import CASES
from tests.components.test_zero_compute import configured as with_zero_compute

pytestmark = pytest.mark.slow

GUARD = "destroy-guard"
KEPT = {
    "tokyo": {
        "TransitGateway::tgw",
        "RouteTable::tgw-table",
        "VpcAttachment::tgw-vpc",
        "RouteTableAssociation::tgw-vpc",
        "RouteTablePropagation::tgw-vpc",
        "PeeringAttachment::peering-tgw",
        "RouteTableAssociation::tgw-peering",
        "ManagedPrefixList::workload",
        "PrefixListReference::workload",
        "Route::other-vpc-10.102.0.0/16",
        "Zone::dns",
        "Record::dns",
        "LoadBalancer::front",
        "Vpc::overlay-vpc",
        "ExternalSubnet::overlay-external",
        "OverlaySubnet::overlay-workload-172-30-1",
        "Route::overlay-default",
        "TransitVpcPrefixes::overlay-routed",
        "FloatingIps::targets-floating-ips",
        "Category::protection-DisasterRecovery-Protected",
        "ProtectionPolicy::protection-policy",
        "RecoveryPlan::protection-plan",
        "Failover::failover",
        f"DestroyGuard::{GUARD}",
    },
    "osaka": {"PeeringAttachmentAccepter::peering-tgw", "Failover::failover", f"DestroyGuard::{GUARD}"},
}


def registered(stack: str, **changes: Any) -> dict[str, Any]:
    """The requests of a run, by `Type::name`."""
    found: dict[str, Any] = {}
    register = MockMonitor.RegisterResource

    def noted(self: MockMonitor, request: Any) -> Any:
        found[f"{request.type.rpartition(':')[2]}::{request.name}"] = request
        return register(self, request)  # type: ignore[no-untyped-call]

    with patch.object(MockMonitor, "RegisterResource", noted):
        Program(stack, PUBLISHED[stack]).run(**changes)
    return found


def protected(found: Mapping[str, Any]) -> set[str]:
    return {name for name, request in found.items() if request.protect and request.custom}


def _place(type: str, name: str) -> tuple[str, str]:
    return type.rpartition("$")[2], name


@pytest.mark.parametrize("stack", ["tokyo", "osaka"])
def test_what_carries_traffic_or_protection_is_protected(stack: str) -> None:
    kept = protected(registered(stack))
    assert kept >= KEPT[stack], KEPT[stack] - kept
    for comes_and_goes in ("Listener::", "TargetGroup::", "NatGateway::", "overlay-test", "TargetRegistrations::"):
        assert not [name for name in kept if comes_and_goes in name]


def test_what_a_failover_or_a_cut_over_takes_away_is_not_protected() -> None:
    assert "Bucket::recovery-points" in protected(registered("osaka", **STORE))
    alone = registered("tokyo", peering="none")
    assert "PrefixListReference::workload" not in protected(alone), "it goes when the site stands down"
    before = registered("tokyo", **CASES["before the migration"])
    assert "VpcAttachment::tgw-vpc" in protected(before)
    assert "VpcAttachment::tgw-ec2" in before.keys() - protected(before)
    zero = registered("osaka", **with_zero_compute(activeRegion="osaka"))
    assert not [name for name in protected(zero) if "::overlay" in name or "FloatingIps" in name]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("stack", ["tokyo", "osaka"])
def test_everything_else_precedes_what_destroy_meets_first(stack: str, case: str) -> None:
    """The engine deletes nothing that something else needs: a resource that is forgotten here would go before."""
    found = registered(stack, **CASES[case])
    guard = found[f"DestroyGuard::{GUARD}"]
    needed = {_place(*urn.split("::")[2:]) for urn in guard.dependencies}
    others = {
        _place(one.type, one.name)
        for one in found.values()
        if one.custom and not one.type.startswith("pulumi:providers:")
    }
    assert needed == others - {_place(guard.type, GUARD)}


def test_it_looks_for_the_vms_of_every_tier_and_of_both_overlays() -> None:
    program = Program("tokyo", PUBLISHED["tokyo"]).run(**CASES["store tiers, tokyo active"])
    (guard,) = program.of_type("prism:DestroyGuard").values()
    assert {one["value"] for one in guard["categories"]} > {"Protected"}
    assert set(guard["vpc_ids"]) == {"overlay-vpc-id", "overlay-test-vpc-id"}


def test_a_site_without_a_cluster_has_nobody_to_ask() -> None:
    program = Program("osaka", PUBLISHED["osaka"]).run(**with_zero_compute(activeRegion="tokyo"))
    (guard,) = program.of_type("prism:DestroyGuard").values()
    assert not guard["categories"]
    assert not guard["vpc_ids"]
