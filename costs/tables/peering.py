"""VPC peering beside transit-gateway peering, as a table and as plain values."""

from typing import Any

from costs.peering import Comparison, PeeringCost
from text_table import table
from topology import Peering

NAMES = {Peering.VPC: "VPC peering", Peering.TRANSIT_GATEWAY: "transit-gateway peering"}
WHY = (
    "Transit gateway peering reaches more: the prefixes behind a site's VPC, above all the overlay's, which a VPC\n"
    "peering never carries. With `peering: vpc` the workload can be reached at its own site only."
)


def comparison_text(comparison: Comparison) -> str:
    """The table, who is cheaper, and why one may choose the other."""
    vpc, gateway = comparison.vpc, comparison.gateway
    headings = ("joined by", "USD fixed", *(f"USD/GB {a} to {b}" for a, b in vpc.per_gb), "USD for traffic", "USD")
    return "\n".join(
        [
            f"{vpc.gb:,f} GB a month each way between the sites",
            table(headings, [_row(vpc), _row(gateway)]),
            verdict(comparison),
            f"Each VPC is attached to its transit gateway whatever `peering` is: {comparison.attachments:,.2f} of the "
            f"{gateway.fixed:,.2f} USD stay with `peering: vpc`.",
            WHY,
        ]
    )


def verdict(comparison: Comparison) -> str:
    """Which kind is cheaper for this traffic, by how much, and at which traffic that changes."""
    fixed, per_gb, surplus = comparison.fixed_surplus, comparison.per_gb_surplus, comparison.surplus
    if fixed == per_gb == 0:
        return "Both cost the same, whatever the traffic."
    dearer = NAMES[Peering.TRANSIT_GATEWAY if (surplus or per_gb) > 0 else Peering.VPC]
    first = f"{dearer[0].upper()}{dearer[1:]} costs {abs(surplus):,.2f} USD a month more"
    if comparison.break_even_gb is not None:
        return f"{first}; both cost the same at {comparison.break_even_gb:,.0f} GB a month each way."
    if per_gb == 0:
        return f"{first}. There is no break-even: traffic costs the same by both."
    return f"{first}. There is no break-even: a GB there and back costs {abs(per_gb):f} USD more on top of the hours."


def comparison_values(comparison: Comparison) -> dict[str, Any]:
    """For JSON: US dollars a month, and the break-even in GB a month each way, null where there is none."""
    even = comparison.break_even_gb
    return {
        "vpc": _values(comparison.vpc),
        "transitGateway": _values(comparison.gateway),
        "surplusUsd": float(comparison.surplus),
        "breakEvenGb": None if even is None else float(even),
        "attachmentsUsd": float(comparison.attachments),
    }


def _row(kind: PeeringCost) -> tuple[str, ...]:
    rates = (f"{usd:f}" for usd in kind.per_gb.values())
    return NAMES[kind.peering], f"{kind.fixed:,.2f}", *rates, f"{kind.traffic:,.2f}", f"{kind.total:,.2f}"


def _values(kind: PeeringCost) -> dict[str, Any]:
    return {
        "fixedUsd": float(kind.fixed),
        "usdPerGb": {f"{a} to {b}": float(usd) for (a, b), usd in kind.per_gb.items()},
        "trafficUsd": float(kind.traffic),
        "usd": float(kind.total),
    }
