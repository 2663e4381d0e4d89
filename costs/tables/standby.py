"""Warm standby, pilot light and zero compute side by side: a month's cost and estimated recovery times."""

from collections.abc import Sequence
from typing import Any

from pydantic.alias_generators import to_camel

from costs.standby import Standby, StandbyComparison
from costs.standby_usage import StandbyUsage
from text_table import table
from topology.compute import MOST_NODES

NOTES = (
    "RTO is an estimate, not a promise. The times of nodes and restores in docs/nodes.md are assumed until a drill\n"
    "measures them. AWS must have the nodes available: only a capacity reservation makes sure of that.\n"
    "RPO: as in the protection policy for replicated tiers, one hour or more for tiers in the store.\n"
    "Not in it: Nutanix's licences, S3 requests, the VMs' growth, taxes and discounts. The other costs of a site do\n"
    "not differ between the three: python -m operations cost."
)

_HEADINGS = (
    "",
    "nodes standing by",
    "nodes active",
    "USD a month",
    "against warm",
    "RTO first tiers",
    "RTO store tiers",
)


def values(compared: StandbyComparison, usage: StandbyUsage) -> dict[str, Any]:
    """The comparison as plain values for JSON."""
    return {
        "region": compared.region,
        "nodeType": compared.node_type.name,
        "neededNodes": compared.need.nodes,
        "reasons": list(compared.need.reasons),
        "standbys": [_values(one) for one in compared.standbys],
        "usage": {to_camel(name): float(value) for name, value in vars(usage).items()},
    }


def text(compared: StandbyComparison, usage: StandbyUsage) -> str:
    """The comparison as a table with its reasons."""
    rows = [
        (
            one.mode.value,
            str(one.standby_nodes),
            str(one.active_nodes),
            f"{one.usd:,.0f}",
            f"{one.usd - compared.standbys[0].usd:,.0f}",
            _duration(one.rto_first),
            _duration(one.rto_store),
        )
        for one in compared.standbys
    ]
    head = (
        f"{compared.region}, {compared.node_type}: {usage.vms} VMs, {usage.store_percent} % of them only in the store, "
        f"{usage.active_hours} hours a month at full size"
    )
    return "\n".join([head, table(_HEADINGS, rows), "", *_why(compared), "", NOTES])


def _why(compared: StandbyComparison) -> list[str]:
    """How the numbers come about, and which prices have no public source."""
    why = [f"Nodes: {'; '.join(compared.need.reasons)}."]
    if compared.need.nodes > MOST_NODES:
        why.append(f"One cluster holds {MOST_NODES} nodes at most: take a larger node type, or several clusters.")
    why += [f"{one.mode.value}: {'; '.join(one.how)}." for one in compared.standbys]
    unsourced = {item.price.charge.value for one in compared.standbys for item in one.items if item.price.assumed}
    if unsourced:
        why.append(f"Prices without a public source: {', '.join(sorted(unsourced))}.")
    return why


def _values(one: Standby) -> dict[str, Any]:
    return {
        "mode": one.mode.value,
        "standbyNodes": one.standby_nodes,
        "activeNodes": one.active_nodes,
        "usd": float(one.usd),
        "rtoFirstMinutes": one.rto_first,
        "rtoStoreMinutes": one.rto_store,
        "items": _items(one),
        "how": list(one.how),
    }


def _items(one: Standby) -> Sequence[dict[str, Any]]:
    return [
        {
            "item": item.what,
            "quantity": float(item.quantity),
            "unit": item.price.charge.unit.value,
            "usdEach": float(item.price.usd),
            "usd": float(item.usd),
            "source": item.price.source,
            "date": item.price.date.isoformat(),
            "assumed": item.price.assumed,
        }
        for item in one.items
    ]


def _duration(minutes: int) -> str:
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:.1f} h"
