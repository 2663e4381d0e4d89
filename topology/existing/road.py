"""Whether NC2's routes in an existing VPC are where traffic comes in, and what to associate where they are not."""

from collections.abc import Iterator, Sequence

from topology.existing.seen import SeenNetwork, SeenRouteTable
from topology.network.tier import Tier
from topology.site import Site

_NODE = "eni-"


def road_warnings(site: Site, seen: SeenNetwork, prefixes: Sequence[str]) -> Iterator[str]:
    """One sentence for each table of the attachment's subnets that NC2 does not write to, and each route in its way."""
    main = next((table for table in seen.tables.values() if table.main), None)
    if main is None:
        return
    for prefix in prefixes:
        target = main.target_of(prefix)
        if target is not None and not target.startswith(_NODE):
            yield (
                f"In {site.existing.vpc_id}, {main} leads {prefix} to {target}. NC2 writes its own route of {prefix} "
                "into this table, the VPC's main one, and a route of others is in its way: delete it."
            )
    yield from _elsewhere(site, seen, main, prefixes)


def _elsewhere(site: Site, seen: SeenNetwork, main: SeenRouteTable, prefixes: Sequence[str]) -> Iterator[str]:
    for table_id in dict.fromkeys(subnet.route_table_id for subnet in seen.subnets[Tier.METAL]):
        table = seen.tables.get(table_id)
        if table is None or table is main or all((table.target_of(one) or "").startswith(_NODE) for one in prefixes):
            continue
        subnets = ", ".join(one.id for one in seen.subnets[Tier.METAL] if one.route_table_id == table_id)
        written = all((main.target_of(one) or "").startswith(_NODE) for one in prefixes)
        yield (
            f"{site.existing.vpc_id}: traffic from the transit gateway comes in by {subnets} and is routed by {table}. "
            f"NC2 {'has written' if written else 'writes'} the routes of {', '.join(prefixes)} into the VPC's main "
            f"table, {main}, and they are not in the other: the VMs are not reached. Make {table.id} the VPC's main "
            f"route table (in the VPC console: Set main route table), or associate these subnets with {main.id}."
        )
