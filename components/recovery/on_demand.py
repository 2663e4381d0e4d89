"""What exists on demand alone: nodes of the cluster, and the VMs of the tiers in the recovery point store."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi import Input, ResourceOptions

from components.ingress.front import Front
from components.names import Names
from components.protection.recovery_point_bucket import RecoveryPointBucket
from components.recovery.cluster_nodes import cluster_nodes
from components.recovery.failover import homecoming
from components.recovery.store_recovery import store_recovery
from components.site_outputs import SiteOutputs
from providers.failover import Failover
from providers.nc2_cluster import Nc2Cluster
from providers.store_recovery import StoreRecovery
from topology import SiteModel


def on_demand(
    model: SiteModel,
    *,
    recovery: Failover,
    other: SiteOutputs,
    front: Front,
    followed: Sequence[pulumi.Resource | None],
    opts: ResourceOptions,
    first: Sequence[pulumi.Resource] = (),
) -> Mapping[str, Input[Any]]:
    """All of it after `recovery`, the failover of the tier that comes first. Returns what people and scripts read.

    A site that becomes active does it after `front` and `followed` (its routes, for example): a refused step ends the
    run, and by then the tier that comes first serves. Then the nodes join, and the tiers in the store are restored to
    them. A site that stands down gives its nodes back after the VMs on them have stopped.

    `first`: nodes and recovery from the store, if these came before `followed` because everything is in the store.
    """
    bucket = RecoveryPointBucket.of(model, "recovery-points", names=Names.of(model), opts=opts)
    told = dict(bucket.outputs) if bucket else {}
    needed = [recovery, *(part for part in (*front.followed, *followed) if part and model.is_active)]
    for one in first:
        if isinstance(one, StoreRecovery):
            told["restored"] = one.restored
    if first and model.is_active:
        nodes = next((one for one in first if isinstance(one, Nc2Cluster)), None)
    elif model.is_active:
        nodes = cluster_nodes("nodes", model=model, after=needed)
        _tiers(model, recovery, other, front, [*needed, *([nodes] if nodes else [])], told)
    else:
        tiers = list(first) or _tiers(model, recovery, other, front, needed, told)
        nodes = cluster_nodes("nodes", model=model, after=[*needed, *tiers])
    return {**told, "nodes": nodes.joined} if nodes else told


def _tiers(
    model: SiteModel,
    recovery: Failover,
    other: SiteOutputs,
    front: Front,
    after: Sequence[pulumi.Resource],
    told: dict[str, Input[Any]],
) -> list[pulumi.Resource]:
    """What brings the tiers in the store here: the store at the recovery site, a plan per tier at the home site."""
    restored = store_recovery(
        "store-recovery", model=model, generation=recovery.generation, floating_ips=front.awaited, after=after
    )
    if restored:
        told["restored"] = restored.restored
        return [restored]
    if not model.is_home:
        return []
    home = [homecoming(tier, model=model, other=other, after=after) for tier in model.protection.store_tiers]
    return [failover for failover in home if failover]
