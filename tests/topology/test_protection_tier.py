"""Tiers of protection beside the first, and the recovery point store."""

from collections.abc import Callable
from typing import Any

from topology import Category, Destination, RecoveryPointStore, Retention, Stage, StoreAccess, build
from topology.compute import NewCluster

Change = Callable[[dict[str, Any]], dict[str, Any]]

LONG = {
    "name": "long",
    "category": {"key": "Tier", "value": "Long"},
    "destination": "recovery-point-store",
    "policy": "shop-to-store",
    "rpoSeconds": 7200,
    "rtoSeconds": 14400,
    "retention": {"local": 1, "remote": 24},
    "stages": [{"category": {"key": "Start", "value": "First"}, "delaySeconds": 5}],
}
NEAR = {**LONG, "name": "near", "destination": "cluster", "category": {"key": "Tier", "value": "Near"}}


def test_without_tiers_there_is_the_protection_s_own_and_no_store(config: dict[str, Any]) -> None:
    model = build(config, "north", "shop")
    assert (model.protection.tiers, model.recovery_point_store) == ((), None)


def test_a_tier_goes_to_the_store_or_to_the_cluster_and_from_the_store_it_has_a_plan_home(changed: Change) -> None:
    near = {**NEAR, "policy": "shop-near", "rpoSeconds": 60}
    model = build(
        changed({"protection.tiers": [LONG, near], "recoveryPointStore": {"name": "shop-store"}}), "north", "shop"
    )
    (long,), (close,) = model.protection.store_tiers, model.protection.cluster_tiers
    assert (long.name, long.category, long.rpo_seconds, long.rto_seconds) == (
        "long",
        Category("Tier", "Long"),
        7200,
        14400,
    )
    assert long.retention == Retention(1, 24)
    assert long.stages == (Stage(Category("Start", "First"), 5),)
    assert long.recovery_plan == "shop-plan-long-home"
    assert (close.destination, close.recovery_plan, close.rpo_seconds) == (Destination.CLUSTER, None, 60)


def test_our_own_bucket_forgets_what_was_deleted_after_a_month_and_is_written_to_by_a_user(changed: Change) -> None:
    model = build(changed({"recoveryPointStore": {"name": "shop-store"}}), "south", "shop")
    assert model.recovery_point_store == RecoveryPointStore("shop-store", None, None, 30, StoreAccess.USER, None)


def test_the_first_tier_may_be_in_the_store_as_well_and_comes_home_by_the_protection_s_own_plan(
    changed: Change,
) -> None:
    given = {"protection.tiers": [LONG], "protection.destination": "recovery-point-store"}
    model = build(changed({**given, "recoveryPointStore": {"name": "shop-store"}}), "south", "shop")
    first, long = model.protection.store_tiers
    assert (first.name, first.category, first.policy) == ("first", model.protection.category, "shop-policy")
    assert (first.recovery_plan, long.recovery_plan) == ("shop-plan", "shop-plan-long-home")
    assert first.stages == model.protection.stages
    assert model.protection.in_store
    assert not model.protection.cluster_tiers


def test_a_site_of_zero_compute_has_a_cluster_while_it_is_active(changed: Change) -> None:
    compute = {"mode": "zero-compute", "nodeType": "i4i.metal", "activeNodes": 4, "aosVersion": "7.3"}
    compute |= {"prismCentralVersion": "pc.7.5", "sshKey": "ops", "accessCidrs": ["10.0.0.0/8"]}
    given = {"sites.south.compute": compute, "protection.destination": "recovery-point-store"}
    given |= {"recoveryPointStore": {"name": "shop-store"}}
    seen = {
        (stack, active): (model.has_cluster, model.other_has_cluster)
        for stack in ("north", "south")
        for active in ("north", "south")
        for model in [build(changed({**given, "activeRegion": active}), stack, "shop")]
    }
    assert seen == {
        ("north", "north"): (True, False),
        ("north", "south"): (True, True),
        ("south", "north"): (False, True),
        ("south", "south"): (True, True),
    }
    new = build(changed(given), "south", "shop").me.compute
    assert new is not None
    assert new.new == NewCluster("7.3", "pc.7.5", "ops", ("10.0.0.0/8",))
