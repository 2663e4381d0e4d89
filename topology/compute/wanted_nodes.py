"""How many nodes a site's cluster should have now: by how its site stands by, by whether it is active, and by need."""

from dataclasses import dataclass

from topology.choices import StandbyMode
from topology.compute.compute import Compute
from topology.compute.node_need import NodeNeed


@dataclass(frozen=True)
class WantedNodes:
    """`nodes` is 0 where there should be no cluster; `reasons` are sentences on how it comes about."""

    nodes: int
    reasons: tuple[str, ...]


def wanted_nodes(compute: Compute, *, active: bool, need: NodeNeed | None = None) -> WantedNodes:
    """The nodes of a site; `need`: what the VMs that are to run there take, where it is known.

    The active site has what its configuration says, or what is needed where that is more; a warm standby has the same.
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
