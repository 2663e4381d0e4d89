"""An existing VPC with its subnets and route tables, as AWS describes them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pulumi

from components.existing.lookup import LookUps
from components.existing.own_routes import own_routes
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
    "GatewayId",
    "NatGatewayId",
    "TransitGatewayId",
    "VpcPeeringConnectionId",
    "NetworkInterfaceId",
    "InstanceId",
    "EgressOnlyInternetGatewayId",
    "LocalGatewayId",
    "CarrierGatewayId",
    "CoreNetworkArn",
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
    vpc = ask.look_up(f"{path}.vpcId", vpc_id, "a VPC, in state available,", lambda: _vpc(ask, vpc_id))
    tables = _route_tables(ask, f"{path}.vpcId", vpc_id) if vpc else None
    if vpc is None or tables is None:
        return None
    main = next((id for id, (table, _) in tables.items() if table.main), "")
    subnets = _subnets(ask, path, site, tables, main)
    if any(len(subnets[tier]) != len(ids) for tier, ids in site.existing.subnet_ids.items()):
        return None
    seen = SeenNetwork(vpc, subnets, {id: table for id, (table, _) in tables.items()})
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


def _vpc(ask: LookUps, vpc_id: str) -> SeenVpc | None:
    wanted = [{"Name": "vpc-id", "Values": [vpc_id]}, {"Name": "state", "Values": ["available"]}]
    found = ask.ask("ec2", "describe_vpcs", Filters=wanted)["Vpcs"]
    if not found:
        return None
    blocks = (one["CidrBlock"] for one in found[0].get("CidrBlockAssociationSet") or [])
    on = (
        bool(ask.ask("ec2", "describe_vpc_attribute", VpcId=vpc_id, Attribute=name)[key]["Value"])
        for name, key in (("enableDnsSupport", "EnableDnsSupport"), ("enableDnsHostnames", "EnableDnsHostnames"))
    )
    return SeenVpc(tuple(blocks) or (found[0]["CidrBlock"],), *on)


def _subnets(ask: LookUps, path: str, site: Site, tables: _Tables, main_table_id: str) -> Mapping[Tier, _Seen]:
    """The subnets that could be read, by tier; one that no table names uses the main table."""
    by_subnet = {subnet: table for table, (_, subnets) in tables.items() for subnet in subnets}
    ids = [id for of_tier in site.existing.subnet_ids.values() for id in of_tier]
    # A filter and not the ids themselves: AWS refuses a whole list for one subnet that it does not know.
    wanted = [{"Name": "subnet-id", "Values": ids}]
    listed = ask.list(
        f"{path}.subnetIds",
        "the subnets",
        lambda: {one["SubnetId"]: one for one in ask.ask("ec2", "describe_subnets", Filters=wanted)["Subnets"]},
    )
    subnets: dict[Tier, _Seen] = dict.fromkeys(site.existing.subnet_ids, ())
    for tier, of_tier in site.existing.subnet_ids.items() if listed is not None else ():
        keys = {f"{path}.subnetIds.{tier}[{number}]": id for number, id in enumerate(of_tier)}
        found = [ask.look_up(key, id, "a subnet", partial((listed or {}).get, id)) for key, id in keys.items()]
        subnets[tier] = tuple(seen_subnet(one, by_subnet.get(one["SubnetId"], main_table_id)) for one in found if one)
    return subnets


def seen_subnet(subnet: Mapping[str, Any], table_id: str) -> SeenSubnet:
    """The subnet as AWS describes it, with the table that it uses."""
    cidr = str(subnet.get("CidrBlock") or "")
    return SeenSubnet(subnet["SubnetId"], subnet["VpcId"], subnet["AvailabilityZone"], cidr, subnet["State"], table_id)


def _route_tables(ask: LookUps, key: str, vpc_id: str) -> _Tables | None:
    """Every route table of the VPC by id, with the subnets that are associated with it; None if AWS gives none."""
    wanted = [{"Name": "vpc-id", "Values": [vpc_id]}]
    listed = ask.list(
        key,
        f"the route tables of {vpc_id}",
        lambda: ask.ask("ec2", "describe_route_tables", Filters=wanted)["RouteTables"],
    )
    return None if listed is None else dict(_table(table) for table in listed)


def _table(table: Mapping[str, Any]) -> tuple[str, tuple[SeenRouteTable, tuple[str, ...]]]:
    id, associations = str(table["RouteTableId"]), table.get("Associations") or []
    name = next((str(tag["Value"]) for tag in table.get("Tags") or [] if tag["Key"] == "Name"), "")
    routes = tuple(_seen_route(route) for route in table.get("Routes") or [] if not _is_of_aws(route))
    seen = SeenRouteTable(id, name, any(one.get("Main") for one in associations), routes)
    return id, (seen, tuple(one["SubnetId"] for one in associations if one.get("SubnetId")))


def _is_of_aws(route: Mapping[str, Any]) -> bool:
    """The VPC's own, those of gateway endpoints, and those that a gateway propagates: nobody made them as a route."""
    gateway = str(route.get("GatewayId", ""))
    return gateway == "local" or gateway.startswith("vpce-") or route.get("Origin") == "EnableVgwRoutePropagation"


def _seen_route(route: Mapping[str, Any]) -> SeenRoute:
    keys = ("DestinationCidrBlock", "DestinationPrefixListId", "DestinationIpv6CidrBlock")
    return SeenRoute(_first(route, keys), _first(route, _TARGETS))


def _first(of: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    return next((str(of[key]) for key in keys if of.get(key)), "")


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
        def asked() -> Mapping[str, str]:
            if target.startswith("tgw-"):
                found = self._ask.ask("ec2", "describe_transit_gateways", TransitGatewayIds=[target])["TransitGateways"]
            else:
                found = self._ask.ask("ec2", "describe_vpc_peering_connections", VpcPeeringConnectionIds=[target])[
                    "VpcPeeringConnections"
                ]
            return {tag["Key"]: tag["Value"] for one in found for tag in one.get("Tags") or []}

        return (self._ask.try_to_look_up(asked) or {}).get("Name") == tags["Name"]
