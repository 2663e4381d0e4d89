"""The monthly cost and the recovery times of warm standby, pilot light and zero compute.

Only what differs between the three is in it: nodes, and what the recovery point store keeps.
"""

import math
from dataclasses import dataclass
from decimal import Decimal

from costs.charges import HOURS
from costs.estimate import Item
from costs.prices import Charge, PriceBook, node_charge
from costs.standby_usage import StandbyUsage
from topology import StandbyMode
from topology.compute import (
    LEAST_NODES,
    NodeNeed,
    NodeType,
    minutes_to_create,
    minutes_to_join,
    nodes_needed,
)

PLAN_MINUTES = 10
"""assumed: validation, networks and the first stage's delay of a recovery plan. A drill measures the real one."""
VMS_A_MINUTE = 5
"""assumed: VMs that a cluster registers and powers on in a minute, from recovery points that it has."""
SETUP_MINUTES = 45
"""assumed: by hand on a new cluster: MST from the Marketplace, the bucket, and networks by this project's first run."""


@dataclass(frozen=True)
class Standby:
    """One way to stand by. `rto`: minutes until the VMs of the first tier run, and until those of the store do."""

    mode: StandbyMode
    standby_nodes: int
    active_nodes: int
    items: tuple[Item, ...]
    rto_first: int
    rto_store: int
    how: tuple[str, ...]
    """How each of the two recovery times comes about, one sentence each."""

    @property
    def usd(self) -> Decimal:
        return sum((item.usd for item in self.items), Decimal(0))


@dataclass(frozen=True)
class StandbyComparison:
    """The three, cheapest last; `need` is that of all VMs, `first_need` that of the tiers on the cluster."""

    region: str
    node_type: NodeType
    need: NodeNeed
    first_need: NodeNeed
    standbys: tuple[Standby, ...]


def compare_standbys(
    region: str,
    node_type: NodeType,
    usage: StandbyUsage,
    book: PriceBook,
    *,
    active_nodes: int | None = None,
    standby_nodes: int | None = None,
) -> StandbyComparison:
    """The three beside each other, for nodes of one type. Nodes given are taken where they are enough.

    Raises MissingPriceError.
    """
    need = nodes_needed([usage.sizes(Decimal(100))], node_type, count=math.ceil(usage.vms))
    first = 100 - usage.store_percent
    first_need = nodes_needed([usage.sizes(first)], node_type, count=math.ceil(usage.vms * first / 100))
    active = max(need.nodes, active_nodes or 0)
    few = min(active, max(first_need.nodes, standby_nodes or LEAST_NODES))
    standbys = tuple(
        _standby(mode, {StandbyMode.WARM_STANDBY: active, StandbyMode.PILOT_LIGHT: few}.get(mode, 0), active, usage)
        for mode in StandbyMode
    )
    priced = tuple(_priced(standby, region, node_type, usage, book) for standby in standbys)
    return StandbyComparison(region, node_type, need, first_need, priced)


def _standby(mode: StandbyMode, nodes: int, active: int, usage: StandbyUsage) -> Standby:
    plan_all = PLAN_MINUTES + math.ceil(usage.vms / VMS_A_MINUTE)
    stored = usage.vms * usage.store_percent / 100
    plan_first = PLAN_MINUTES + math.ceil((usage.vms - stored) / VMS_A_MINUTE)
    restore = math.ceil(usage.storage_gb * usage.store_percent / 100 / usage.restore_gb_an_hour * 60)
    start = math.ceil(stored / VMS_A_MINUTE)
    if mode is StandbyMode.WARM_STANDBY:
        how = (f"recovery plan over all VMs: {plan_all} min", "all VMs are on the cluster, so it takes as long")
        return Standby(mode, nodes, active, (), plan_all, plan_all, how)
    if mode is StandbyMode.PILOT_LIGHT:
        joining = minutes_to_join(active - nodes)
        # The first tier is whole before anything else is begun; what is restored waits for the nodes, too.
        total = plan_first + joining + restore + start
        how = (
            f"recovery plan on the {nodes} nodes that run: {plan_first} min",
            f"{active - nodes} nodes join after that: {joining} min, restore {restore} min, start {start} min",
        )
        return Standby(mode, nodes, active, (), plan_first, total, how)
    making = minutes_to_create(active) + SETUP_MINUTES
    everything = math.ceil(usage.storage_gb / usage.restore_gb_an_hour * 60)
    first = math.ceil(usage.storage_gb * (100 - usage.store_percent) / 100 / usage.restore_gb_an_hour * 60)
    rto_first = making + first + math.ceil((usage.vms - stored) / VMS_A_MINUTE)
    how = (
        f"cluster of {active} nodes, Prism Central and store: {making} min, then its own restore {first} min",
        f"then all is restored, {everything} min together, and started",
    )
    return Standby(mode, 0, active, (), rto_first, making + everything + math.ceil(usage.vms / VMS_A_MINUTE), how)


def _priced(standby: Standby, region: str, node_type: NodeType, usage: StandbyUsage, book: PriceBook) -> Standby:
    hour = book.price(node_charge(node_type.name), region)
    more = (standby.active_nodes - standby.standby_nodes) * usage.active_hours
    items = [
        Item("nodes that stand by", Decimal(standby.standby_nodes * HOURS), hour),
        Item("nodes added while active", more, hour),
    ]
    share = {StandbyMode.WARM_STANDBY: Decimal(0), StandbyMode.PILOT_LIGHT: usage.store_percent}
    stored = usage.storage_gb * share.get(standby.mode, Decimal(100)) / 100
    items.append(Item("recovery points in the store", stored, book.price(Charge.S3_STORAGE, region)))
    kept = tuple(item for item in items if item.quantity)
    return Standby(
        standby.mode,
        standby.standby_nodes,
        standby.active_nodes,
        kept,
        standby.rto_first,
        standby.rto_store,
        standby.how,
    )
