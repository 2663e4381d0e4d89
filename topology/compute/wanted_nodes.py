"""The number of nodes that a site's cluster should have now, by standby mode, active site and need."""

from dataclasses import dataclass

from topology.choices import StandbyMode
from topology.compute.compute import Compute
from topology.compute.node_need import NodeNeed


@dataclass(frozen=True)
class WantedNodes:
    """`nodes` is 0 where there should be no cluster; `reasons` explain the number, one sentence each."""

    nodes: int
    reasons: tuple[str, ...]


def wanted_nodes(compute: Compute, *, active: bool, need: NodeNeed | None = None) -> WantedNodes:
    """The nodes of a site; `need`: the nodes that its VMs need, if known.

    The active site gets `activeNodes`, or more if its VMs need more. So does a warm standby.
    """
    if active or compute.mode is StandbyMode.WARM_STANDBY:
        why = "the site is active" if active else "a warm standby has at all times what it needs when active"
        return _full(compute, need, why)
    if compute.mode is StandbyMode.PILOT_LIGHT:
        why = f"pilot light: the site stands by with {compute.standby_nodes} nodes"
        return WantedNodes(compute.standby_nodes, (why,))
    return WantedNodes(0, ("zero compute: the site stands by without a cluster",))


def _full(compute: Compute, need: NodeNeed | None, why: str) -> WantedNodes:
    given = f"{why}: activeNodes is {compute.active_nodes}"
    if need is None or need.nodes <= compute.active_nodes:
        enough = () if need is None else (f"the VMs need {need.nodes}",)
        return WantedNodes(compute.active_nodes, (given, *enough))
    return WantedNodes(need.nodes, (given, f"the VMs need {need.nodes} ({need.limiting})", *need.reasons))
