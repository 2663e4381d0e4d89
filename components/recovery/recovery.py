"""The recovery of the workload on this site: the failover, and the restore where everything is in the store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import pulumi
from pulumi import Output

from components.cluster import cluster_nodes
from components.overlay import Overlay
from components.protection import Protection
from components.published import Published
from components.recovery.failover import failover
from components.recovery.reached import reached
from components.recovery.store_recovery import store_recovery
from components.recovery.tier_pairs import pairs_for_store
from components.recovery.turn import turn_of
from components.stack import Stack
from providers.cut_over import CutOver
from providers.failover import Failover
from providers.failover.turn import routes_wait
from topology import SiteModel


@dataclass(frozen=True)
class Recovery:
    """`restored`: the nodes and the recovery from the store that users and routes wait for, as the failover then only
    counts the change of the active site; empty where a recovery plan brings up a first tier that needs no store.
    """

    failover: Failover
    restored: tuple[pulumi.Resource, ...]
    routes_wait: bool
    """Whether routes stay as they are: the other stack says that this site is active. A warning tells it."""
    _model: SiteModel
    _other: Published

    @classmethod
    def of(
        cls,
        stack: Stack,
        *,
        overlay: Overlay | None,
        protection: Protection | None,
        drained: Sequence[pulumi.Resource],
    ) -> Self:
        """A site that becomes active needs networks and plan first; a site that stands down waits for `drained`."""
        model, other = stack.model, stack.other
        made = failover("failover", model=model, other=other, after=[overlay, protection], drained=drained)
        waits = routes_wait(turn_of(model, other, stack.own))
        if waits:
            pulumi.log.warn(waits)
        return cls(made, _restored(stack, made, overlay if model.is_active else None), bool(waits), model, other)

    @property
    def resources(self) -> list[pulumi.Resource]:
        """After these the VMs run on the active site, and stale copies do not run on the other one."""
        return [self.failover, *self.restored]

    @property
    def outputs(self) -> Mapping[str, Output[Any]]:
        """What people and scripts read of the failover."""
        return {
            "state": self.failover.state,
            "recovered": self.failover.recovered,
            "reverseProtection": self.failover.reverse_protection,
        }

    def reached(self, cut_over: CutOver | None) -> Output[SiteModel]:
        """How far this site has really come, which routes, floating IPs, targets and outputs follow."""
        return reached(self._model, self._other, self.failover, self.restored, cut_over)


def _restored(stack: Stack, made: Failover, overlay: Overlay | None) -> tuple[pulumi.Resource, ...]:
    """Nodes that are added come first; a cluster that is made is there already."""
    model = stack.model
    if not model.protection.in_store or model.is_home:
        return ()
    needed = [made, *([overlay] if overlay else [])]
    nodes = cluster_nodes("nodes", stack, active_sites=[made.active_site], after=needed) if model.is_active else None
    restored = store_recovery(
        "store-recovery",
        model=model,
        generation=made.generation,
        # The floating IPs come after it here, and wait for nothing.
        floating_ips=None,
        after=[*needed, *([nodes] if nodes else [])],
        category_ids=stack.other.category_ids,
        brought_home=pairs_for_store(model, stack.other),
    )
    return tuple(one for one in (nodes, restored) if one)
