"""An existing VPC with its subnets and route tables, as AWS describes them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import pulumi
from pulumi_aws import ec2
from pulumi_aws import ec2transitgateway as tgw

from components.existing.lookup import LookUps
from components.existing.own_state import own_routes
from components.tags import Tags
from topology import (
    RouteTable,
    SeenNetwork,
    SeenRoute,
    SeenRouteTable,
    SeenSubnet,
    SeenVpc,
    Site,
    SiteModel,
    Tier,
    network_problems,
)

_TARGETS = (
    "gateway_id",
    "nat_gateway_id",
    "transit_gateway_id",
    "vpc_peering_connection_id",
    "network_interface_id",
    "instance_id",
    "vpc_endpoint_id",
    "egress_only_gateway_id",
    "local_gateway_id",
    "carrier_gateway_id",
    "core_network_arn",
)
_Seen = tuple[SeenSubnet, ...]
_Route = tuple[str, str]
"""Table and destination."""
_Tables = Mapping[str, tuple[SeenRouteTable, tuple[str, ...]]]
"""By id, a table and the subnets that are associated with it."""


def look_up_network(ask: LookUps, model: SiteModel, tags: Tags) -> SeenNetwork | None:
    """The existing VPC of the site, or None where it has none, or none that could be read; problems go to `ask`."""
    site = model.me
    if site.existing.vpc_id is None:
        return None
    path = f"sites.{site.name}.existing"
    vpc_id = site.existing.vpc_id
    vpc = ask.look_up(
        f"{path}.vpcId",
        vpc_id,
        "a VPC, in state available,",
        lambda opts: ec2.get_vpc(id=vpc_id, state="available", opts=opts),
    )
    if vpc is None:
        return None
    tables = _tables(ask, f"{path}.vpcId", vpc_id)
    subnets = _subnets(ask, path, site, tables, vpc.main_route_table_id)
    if any(len(subnets[tier]) != len(ids) for tier, ids in site.existing.subnet_ids.items()):
        return None
    blocks = tuple(block.cidr_block for block in vpc.cidr_block_associations)
    seen = SeenNetwork(
        SeenVpc(blocks or (vpc.cidr_block,), vpc.enable_dns_support, vpc.enable_dns_hostnames),
        subnets,
        {id: table for id, (table, _) in tables.items()},
    )
    routes = model.routes.vpc
    destinations = {kind: [one.destination for one in routes if one.route_table is kind] for kind in RouteTable}
    ours = _Ours(ask, model, tags)
    ask.add(network_problems(site, seen, destinations, ours))
    return replace(seen, led=_led_by_others(site, seen, destinations, ours))


def _led_by_others(
    site: Site, seen: SeenNetwork, destinations: Mapping[RouteTable, Sequence[str]], ours: "_Ours"
) -> frozenset[_Route]:
    """The routes that lead where this stack would lead them and that its state does not hold: they stay theirs."""
    found = {
        (table.id, destination): target
        for kind, wanted in destinations.items()
        for table in seen.tables_of(kind)
        for destination in wanted
        if (target := table.target_of(destination)) and ours(target)
    }
    own = own_routes(site.name) if found else None
    theirs = {route: target for route, target in found.items() if own is not None and route not in own}
    for (table_id, destination), target in theirs.items():
        pulumi.log.info(
            f"In {table_id}, a route of others leads {destination} to {target} already. It is left as it is."
        )
    return frozenset(theirs)


def _subnets(ask: LookUps, path: str, site: Site, tables: _Tables, main_table_id: str) -> Mapping[Tier, _Seen]:
    """The subnets that could be read, by tier; one that no table names uses the main table."""
    by_subnet = {subnet: table for table, (_, subnets) in tables.items() for subnet in subnets}
    subnets: dict[Tier, _Seen] = {}
    for tier, ids in site.existing.subnet_ids.items():
        found = (_subnet(ask, f"{path}.subnetIds.{tier}[{number}]", id) for number, id in enumerate(ids))
        subnets[tier] = tuple(
            _seen_subnet(subnet, by_subnet.get(subnet.id, main_table_id)) for subnet in found if subnet
        )
    return subnets


def _subnet(ask: LookUps, key: str, id: str) -> ec2.AwaitableGetSubnetResult | None:
    return ask.look_up(key, id, "a subnet", lambda opts: ec2.get_subnet(id=id, opts=opts))


def _seen_subnet(subnet: ec2.GetSubnetResult, route_table_id: str) -> SeenSubnet:
    return SeenSubnet(
        subnet.id, subnet.vpc_id, subnet.availability_zone, subnet.cidr_block or "", subnet.state, route_table_id
    )


def _tables(ask: LookUps, key: str, vpc_id: str) -> _Tables:
    """Every route table of the VPC by id, with the subnets that are associated with it."""
    listed = ask.list(key, f"the route tables of {vpc_id}", lambda opts: ec2.get_route_tables(vpc_id=vpc_id, opts=opts))
    tables = {}
    for id in listed.ids if listed else ():
        table = ask.look_up(key, id, "a route table", partial(_route_table, id))
        if table is not None:
            main = any(association.main for association in table.associations)
            seen = SeenRouteTable(id, (table.tags or {}).get("Name", ""), main, tuple(map(_seen_route, table.routes)))
            tables[id] = seen, tuple(item.subnet_id for item in table.associations if item.subnet_id)
    return tables


def _route_table(id: str, opts: pulumi.InvokeOptions) -> ec2.GetRouteTableResult:
    return ec2.get_route_table(route_table_id=id, opts=opts)


def _seen_route(route: ec2.outputs.GetRouteTableRouteResult) -> SeenRoute:
    destination = route.cidr_block or route.destination_prefix_list_id or route.ipv6_cidr_block
    return SeenRoute(destination, _target(route))


def _target(route: object) -> str:
    return next((str(id) for id in (getattr(route, target) for target in _TARGETS) if id), "")


class _Ours:
    """Whether a route leads to something that this stack made or uses, by its id or by its Name tag.

    Not by this stack's own outputs: the engine writes them while the program runs, and a first run that was interrupted
    has published none.
    """

    def __init__(self, ask: LookUps, model: SiteModel, tags: Tags) -> None:
        self._ask, self._model, self._tags = ask, model, tags

    def __call__(self, target: str) -> bool:
        if target == self._model.me.existing.transit_gateway_id:
            return True
        if target.startswith("tgw-"):
            return self._named(target, self._tags.named("tgw"))
        return target.startswith("pcx-") and self._named(target, self._tags.shared("peering"))

    def _named(self, target: str, tags: Mapping[str, str]) -> bool:
        def asked(opts: pulumi.InvokeOptions) -> Mapping[str, str]:
            if target.startswith("tgw-"):
                return tgw.get_transit_gateway(id=target, opts=opts).tags
            return ec2.get_vpc_peering_connection(id=target, opts=opts).tags

        found = self._ask.try_to_look_up(asked)
        return (found or {}).get("Name") == tags["Name"]
