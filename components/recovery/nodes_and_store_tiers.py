"""What comes after the first tier: the nodes of the cluster, and the tiers in the recovery point store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import pulumi
from pulumi import Input, Output

from components.cluster import cluster_nodes
from components.ingress import Ingress
from components.protection import RecoveryPointBucket
from components.recovery.failover import homecoming
from components.recovery.recovery import Recovery
from components.recovery.store_recovery import store_recovery
from components.recovery.tier_pairs import pairs_for_store
from components.stack import Stack
from providers.failover import Failover
from providers.nc2_cluster import Nc2Cluster
from providers.store_recovery import StoreRecovery


@dataclass(frozen=True)
class NodesAndStoreTiers:
    """The nodes and the tiers in the store. `outputs` are for people; `tiers` are what recovers VMs."""

    outputs: Mapping[str, Input[Any]]
    tiers: tuple[pulumi.Resource, ...]

    @property
    def failed(self) -> list[Output[dict[str, str]]]:
        """The reasons of floating IPs that could not be led to restored VMs, by their names."""
        return [one.failed for one in self.tiers if isinstance(one, StoreRecovery)]

    @classmethod
    def of(
        cls, stack: Stack, *, recovery: Recovery, ingress: Ingress, routes: Sequence[pulumi.Resource | None]
    ) -> Self:
        """The bucket of the store, the nodes, and the tiers in the store, after `recovery`.

        On the site that becomes active they come after its targets and `routes` too: a refused step ends the run, and
        the first tier should be whole by then. The nodes join first, then the tiers in the store are restored to them.
        A site that stands down gives its nodes back after what ran on them has stopped.

        Where everything is in the store, nodes and tiers are in `recovery` already.
        """
        is_active, restored = stack.model.is_active, recovery.restored
        needed = [recovery.failover, *(part for part in (*ingress.registered, *routes) if part and is_active)]
        nodes: Nc2Cluster | None
        tiers: list[pulumi.Resource] = list(restored)
        if restored and is_active:
            nodes = next((one for one in restored if isinstance(one, Nc2Cluster)), None)
        elif is_active:
            nodes = cluster_nodes("nodes", stack, active_sites=_come_to(recovery, ()), after=needed)
            tiers = _store_tiers(stack, recovery, ingress, [*needed, *([nodes] if nodes else [])])
        else:
            tiers = tiers or _store_tiers(stack, recovery, ingress, needed)
            nodes = cluster_nodes("nodes", stack, active_sites=_come_to(recovery, tiers), after=[*needed, *tiers])
        return cls(_shown(stack, nodes, tiers), tuple(tiers))


def _come_to(recovery: Recovery, tiers: Sequence[pulumi.Resource]) -> list[Output[str]]:
    """The site that each recovery has come to."""
    return [
        recovery.failover.active_site,
        *(one.active_site for one in tiers if isinstance(one, Failover | StoreRecovery)),
    ]


def _shown(stack: Stack, nodes: Nc2Cluster | None, tiers: Sequence[pulumi.Resource]) -> Mapping[str, Input[Any]]:
    bucket = RecoveryPointBucket.of("recovery-points", stack)
    shown = dict(bucket.outputs) if bucket else {}
    for tier in tiers:
        if isinstance(tier, StoreRecovery):
            shown["restored"] = tier.restored
    return {**shown, "nodes": nodes.joined} if nodes else shown


def _store_tiers(
    stack: Stack, recovery: Recovery, ingress: Ingress, after: Sequence[pulumi.Resource]
) -> list[pulumi.Resource]:
    """What brings the tiers in the store here: a restore on the recovery site, a plan per tier on the home site."""
    model, generation = stack.model, recovery.failover.generation
    restored = store_recovery(
        "store-recovery",
        model=model,
        generation=generation,
        floating_ips=ingress.awaited,
        after=after,
        brought_home=pairs_for_store(model, stack.other),
    )
    if restored:
        return [restored]
    if not model.is_home:
        return []
    home = [homecoming(tier, model=model, other=stack.other, after=after) for tier in model.protection.store_tiers]
    return [failover for failover in home if failover]
