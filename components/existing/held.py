"""What AWS holds now of the routes that the workload's packets take: a transit gateway's tables, and a VPC's.

AWS is asked directly, as the AWS provider has no data source that lists a table's routes, and only for a few seconds: a
failover must not wait for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aws import ONE_TRY, Attached, VpcTableRoute, asking, attachments_of, client, routes_within, vpc_routes
from topology import HeldRoute

_CARRIES = ("available", "modifying", "pending", "initiating")
_HINT = "The account that owns the gateway may list them."


@dataclass(frozen=True)
class HeldTable:
    """A gateway's route table: its routes of the workload's prefixes and of parts of them.

    `used_by`: what comes in by it. `whole`: whether these are all of them.
    """

    id: str
    routes: tuple[HeldRoute, ...]
    used_by: tuple[str, ...] = ()
    whole: bool = True

    def references(self, list_id: str | None) -> tuple[HeldRoute, ...]:
        """The routes that a prefix list stands for."""
        return tuple(one for one in self.routes if list_id and one.prefix_list_id == list_id)


@dataclass(frozen=True)
class HeldGateway:
    """A gateway with the tables that were asked for and those that attachments use, by id."""

    tables: Mapping[str, HeldTable]
    attachments: tuple[Attached, ...]
    our_list: str | None
    """The prefix list of the stack that manages the gateway; None while there is none."""


@dataclass(frozen=True)
class HeldVpcTable:
    """A VPC's route table. `subnets`: those of the transit gateway's attachment that use it."""

    id: str
    main: bool
    routes: tuple[VpcTableRoute, ...]
    subnets: tuple[str, ...]


def gateway_in(
    region: str, gateway_id: str, *, tables: Sequence[str], prefixes: Sequence[str], our_list: str
) -> HeldGateway:
    """A gateway as AWS describes it. `our_list` is the name or the id of the list. Raises AwsError."""
    with asking(f"list the routes of {', '.join(tables) or gateway_id} in {region}", _HINT):
        ec2 = client("ec2", region, config=ONE_TRY)
        attached = tuple(attachments_of(ec2, gateway_id)) if gateway_id else ()
        used: dict[str, list[str]] = {id: [] for id in tables}
        for one in attached:
            if one.table_id and one.state in _CARRIES:
                used.setdefault(one.table_id, []).append(str(one))
        held = {id: _table(ec2, id, users, prefixes) for id, users in used.items()}
        return HeldGateway(held, attached, _list_id(ec2, our_list))


def tables_of(region: str, gateway_id: str) -> frozenset[str]:
    """The ids of a gateway's route tables, whether anything comes in by them or not. Raises AwsError."""
    with asking(f"list the route tables of {gateway_id} in {region}", _HINT):
        ec2 = client("ec2", region, config=ONE_TRY)
        of_it = [{"Name": "transit-gateway-id", "Values": [gateway_id]}]
        pages = ec2.get_paginator("describe_transit_gateway_route_tables").paginate(Filters=of_it)
        return frozenset(
            one["TransitGatewayRouteTableId"] for page in pages for one in page["TransitGatewayRouteTables"]
        )


def vpc_in(region: str, vpc_id: str, gateway_id: str) -> tuple[HeldVpcTable, ...]:
    """The route tables of a VPC. Raises AwsError."""
    with asking(f"list the route tables of {vpc_id} in {region}", "Whoever runs this may describe them."):
        ec2 = client("ec2", region, config=ONE_TRY)
        wanted = [{"Name": "vpc-id", "Values": [vpc_id]}, {"Name": "transit-gateway-id", "Values": [gateway_id]}]
        answer = ec2.describe_transit_gateway_vpc_attachments(Filters=wanted)["TransitGatewayVpcAttachments"]
        subnets = tuple(id for one in answer if one["State"] in _CARRIES for id in one["SubnetIds"])
        pages = ec2.get_paginator("describe_route_tables").paginate(Filters=wanted[:1])
        tables = [one for page in pages for one in page["RouteTables"]]
        own = {id for table in tables for id in _associated(table)}
        return tuple(_vpc_table(ec2, table, subnets, own) for table in tables)


def vpcs_named(region: str, name: str) -> frozenset[str]:
    """The ids of the VPCs of this Name. Raises AwsError."""
    with asking(f"look {name} up in {region}", "Whoever runs this may describe VPCs."):
        ec2 = client("ec2", region, config=ONE_TRY)
        found = ec2.describe_vpcs(Filters=[{"Name": "tag:Name", "Values": [name]}])["Vpcs"]
        return frozenset(str(one["VpcId"]) for one in found)


def _table(ec2: Any, id: str, used_by: Sequence[str], prefixes: Sequence[str]) -> HeldTable:
    found: dict[HeldRoute, None] = {}
    whole = True
    for prefix in prefixes:
        listed = routes_within(ec2, id, prefix)
        whole = whole and listed.whole
        found |= dict.fromkeys(route for item in listed.routes if (route := HeldRoute.of(item)))
    return HeldTable(id, tuple(found), tuple(used_by), whole)


def _list_id(ec2: Any, name: str) -> str | None:
    if name.startswith("pl-"):
        return name
    found = ec2.describe_managed_prefix_lists(Filters=[{"Name": "prefix-list-name", "Values": [name]}])["PrefixLists"]
    return next((str(one["PrefixListId"]) for one in found if one.get("PrefixListName") == name), None)


def _associated(table: Mapping[str, Any]) -> list[str]:
    return [str(one["SubnetId"]) for one in table.get("Associations", []) if one.get("SubnetId")]


def _vpc_table(ec2: Any, table: Mapping[str, Any], subnets: Sequence[str], own: set[str]) -> HeldVpcTable:
    """A subnet that no table names uses the main one."""
    main = any(one.get("Main") for one in table.get("Associations", []))
    named = _associated(table)
    using = tuple(id for id in subnets if id in named or (main and id not in own))
    return HeldVpcTable(str(table["RouteTableId"]), main, tuple(vpc_routes(ec2, table["Routes"])), using)
