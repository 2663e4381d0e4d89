"""The recovery of the tiers in the recovery point store, after the tier with the short recovery time."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi import Input, ResourceOptions

from components.recovery.failover import accepted
from providers.store_recovery import StoreRecovery
from topology import Category, Protection, ProtectionTier, SiteModel
from topology.compute import VCPUS_PER_CORE, Compute, wanted_nodes


def store_recovery(
    name: str,
    *,
    model: SiteModel,
    generation: Input[int],
    floating_ips: Mapping[str, Any] | None,
    after: Sequence[pulumi.Resource],
    category_ids: Mapping[str, str] | None = None,
) -> StoreRecovery | None:
    """This site's StoreRecovery; None without such tiers, and on the home site, to which they go back by a plan.

    `generation` is the flip's number, as the failover counts it; `floating_ips` may wait for what is restored;
    `category_ids` are the home site's, for a Prism Central that may know none.
    """
    if model.recovery_point_store is None or not model.protection.store_tiers or model.is_home:
        return None
    return StoreRecovery(
        name,
        **declared(model),
        generation=generation,
        category_ids=category_ids,
        floating_ips=floating_ips,
        opts=ResourceOptions(depends_on=list(after)),
    )


def declared(model: SiteModel) -> dict[str, Any]:
    """What the configuration says of it, without what only a run knows. Raises ValueError without a store."""
    store, compute = model.recovery_point_store, model.me.compute
    if store is None:
        raise ValueError("There is no recovery point store.")
    return {
        "site": model.me.name,
        "active_site": model.active.name,
        "store": store.name,
        "clusters": [model.me.cluster],
        "vpc": model.overlay.vpc,
        "tiers": [_tier(tier) for tier in model.protection.store_tiers],
        "before": [_category(category) for category in _by_plan(model.protection)],
        "mode": model.failover_mode.value,
        "reference_time": model.recovery_reference_time,
        "accepted_risks": accepted(model.flip.accepted),
        "node": _node(compute),
        "nodes": wanted_nodes(compute, active=model.is_active).nodes if compute else None,
    }


def _by_plan(protection: Protection) -> list[Category]:
    """The categories that a recovery plan brings up before: none where even the first tier is in the store."""
    return [] if protection.in_store else [protection.category, *(tier.category for tier in protection.cluster_tiers)]


def _node(compute: Compute | None) -> dict[str, Any] | None:
    """What VMs get of a node of the site's type."""
    if compute is None:
        return None
    kind = compute.node_type
    return {
        "name": kind.name,
        "vcpus": kind.usable_cores * VCPUS_PER_CORE,
        "memory_bytes": kind.usable_memory_bytes,
        "storage_bytes": kind.usable_storage_bytes,
    }


def _tier(tier: ProtectionTier) -> dict[str, Any]:
    return {
        "name": tier.name,
        "category": _category(tier.category),
        "rpo_seconds": tier.rpo_seconds,
        "stages": [
            {"category": _category(stage.category), "delay_seconds": stage.delay_seconds} for stage in tier.stages
        ],
    }


def _category(category: Category) -> dict[str, str]:
    return {"key": category.key, "value": category.value}
