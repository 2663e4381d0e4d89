"""A region's network as AWS describes it, read by boto3 into plain values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Any

from aws import routes_of, vpc_routes
from operations.errors import OperationsError
from topology import HeldRoute


@dataclass(frozen=True)
class Route:
    """A route of a table. `state`: active or blackhole. In a transit gateway's table `target` is an attachment's id.

    `strength`: which of two routes of one prefix wins. `held`: a transit gateway's route as its table has it.
    """

    destination: IPv4Network
    target: str
    state: str
    held: HeldRoute | None = None
    strength: int = 0


@dataclass(frozen=True)
class Subnet:
    """A subnet, and the VPC's route table that it uses."""

    id: str
    vpc_id: str
    availability_zone: str
    cidr: IPv4Network
    table_id: str


@dataclass(frozen=True)
class Attachment:
    """An attachment. `kind`: vpc, peering, vpn, direct-connect-gateway ... `zones`: those of a VPC's subnets."""

    id: str
    kind: str
    gateway_id: str
    resource_id: str
    state: str
    zones: frozenset[str] = frozenset()
    subnet_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A transit gateway's route table. `associated`: the attachments whose traffic it routes."""

    id: str
    gateway_id: str
    associated: frozenset[str]
    routes: tuple[Route, ...]


@dataclass(frozen=True)
class VpcPeering:
    """A VPC peering connection. `status`: active, pending-acceptance ..."""

    id: str
    status: str
    vpc_ids: tuple[str, str]


@dataclass(frozen=True)
class Interface:
    """A network interface, such as an NC2 node's."""

    id: str
    vpc_id: str
    subnet_id: str
    addresses: frozenset[str]


@dataclass(frozen=True)
class SecurityGroup:
    """A security group by the keys of its tags. `ingress`: (prefix, protocol) pairs that it lets in."""

    id: str
    vpc_id: str
    tags: frozenset[str]
    ingress: tuple[tuple[IPv4Network, str], ...]


@dataclass(frozen=True)
class Network:
    """The network of one region."""

    subnets: Mapping[str, Subnet]
    vpc_tables: Mapping[str, tuple[Route, ...]]
    peerings: Mapping[str, VpcPeering]
    attachments: tuple[Attachment, ...]
    gateway_ends: Mapping[str, tuple[str, str]]
    """The two transit gateways of each peering attachment, by its id."""
    tables: tuple[Table, ...]
    main_tables: Mapping[str, str]
    """The main route table of each VPC."""
    interfaces: Mapping[str, Interface]
    groups: tuple[SecurityGroup, ...]


def describe(ec2: Any) -> Network:
    """The network of the client's region; reads only. Raises what boto3 raises, and OperationsError."""
    vpc_tables = list(_pages(ec2, "describe_route_tables", "RouteTables"))
    # A subnet for IPv6 alone has no CidrBlock, and nothing of ours in it.
    subnets = [one for one in _pages(ec2, "describe_subnets", "Subnets") if one.get("CidrBlock")]
    zones = {subnet["SubnetId"]: subnet["AvailabilityZone"] for subnet in subnets}
    interfaces = map(_interface, _pages(ec2, "describe_network_interfaces", "NetworkInterfaces"))
    return Network(
        subnets={subnet["SubnetId"]: _subnet(subnet, vpc_tables) for subnet in subnets},
        vpc_tables={table["RouteTableId"]: tuple(_vpc_routes(ec2, table["Routes"])) for table in vpc_tables},
        peerings={item.id: item for item in map(_vpc_peering, _pages(ec2, "describe_vpc_peering_connections"))},
        attachments=tuple(_attachments(ec2, zones)),
        gateway_ends={
            item["TransitGatewayAttachmentId"]: (
                item["RequesterTgwInfo"]["TransitGatewayId"],
                item["AccepterTgwInfo"]["TransitGatewayId"],
            )
            for item in _pages(ec2, "describe_transit_gateway_peering_attachments")
        },
        tables=tuple(_table(ec2, item) for item in _pages(ec2, "describe_transit_gateway_route_tables")),
        main_tables={table["VpcId"]: table["RouteTableId"] for table in vpc_tables if _is_main(table)},
        interfaces={interface.id: interface for interface in interfaces},
        groups=tuple(map(_group, _pages(ec2, "describe_security_groups", "SecurityGroups"))),
    )


def _is_main(table: Mapping[str, Any]) -> bool:
    return any(association["Main"] for association in table["Associations"])


def _interface(item: Mapping[str, Any]) -> Interface:
    listed = item.get("PrivateIpAddresses") or []
    addresses = frozenset(one["PrivateIpAddress"] for one in listed if one.get("PrivateIpAddress"))
    return Interface(item["NetworkInterfaceId"], item.get("VpcId", ""), item.get("SubnetId", ""), addresses)


def _group(item: Mapping[str, Any]) -> SecurityGroup:
    ingress = tuple(
        (IPv4Network(cidr["CidrIp"]), rule["IpProtocol"])
        for rule in item.get("IpPermissions", [])
        for cidr in rule.get("IpRanges", [])
    )
    return SecurityGroup(
        item["GroupId"], item.get("VpcId", ""), frozenset(tag["Key"] for tag in item.get("Tags", [])), ingress
    )


def _pages(ec2: Any, action: str, key: str = "", **arguments: Any) -> Iterator[dict[str, Any]]:
    token: str | None = None
    while True:
        answer = getattr(ec2, action)(**arguments, **({"NextToken": token} if token else {}))
        found = answer[key] if key else next(value for name, value in answer.items() if isinstance(value, list))
        yield from found
        token = answer.get("NextToken")
        if not token:
            return


def _subnet(item: Mapping[str, Any], tables: list[dict[str, Any]]) -> Subnet:
    own = (
        table["RouteTableId"]
        for table in tables
        if any(association.get("SubnetId") == item["SubnetId"] for association in table["Associations"])
    )
    main = (table["RouteTableId"] for table in tables if table["VpcId"] == item["VpcId"] and _is_main(table))
    cidr = IPv4Network(item["CidrBlock"])
    table_id = next(own, None) or next(main, "")
    return Subnet(item["SubnetId"], item["VpcId"], item["AvailabilityZone"], cidr, table_id)


def _vpc_routes(ec2: Any, items: list[dict[str, Any]]) -> Iterator[Route]:
    for one in vpc_routes(ec2, items):
        yield Route(one.destination, one.target, one.state, strength=one.strength)


def _vpc_peering(item: Mapping[str, Any]) -> VpcPeering:
    ends = item["RequesterVpcInfo"]["VpcId"], item["AccepterVpcInfo"]["VpcId"]
    return VpcPeering(item["VpcPeeringConnectionId"], item["Status"]["Code"], ends)


def _attachments(ec2: Any, zones: Mapping[str, str]) -> Iterator[Attachment]:
    attached = {
        item["TransitGatewayAttachmentId"]: tuple(id for id in item["SubnetIds"] if id in zones)
        for item in _pages(ec2, "describe_transit_gateway_vpc_attachments")
    }
    for item in _pages(ec2, "describe_transit_gateway_attachments"):
        id = item["TransitGatewayAttachmentId"]
        yield Attachment(
            id,
            item["ResourceType"],
            item["TransitGatewayId"],
            item.get("ResourceId", ""),
            item["State"],
            frozenset(zones[subnet] for subnet in attached.get(id, ())),
            attached.get(id, ()),
        )


def _table(ec2: Any, item: Mapping[str, Any]) -> Table:
    id = item["TransitGatewayRouteTableId"]
    associations = _pages(
        ec2, "get_transit_gateway_route_table_associations", "Associations", TransitGatewayRouteTableId=id
    )
    listed = routes_of(ec2, id)
    if not listed.whole:
        raise OperationsError(
            f"Transit gateway route table {id} has more routes than AWS lists in many calls, so they cannot be checked "
            "here. Check them in the VPC console."
        )
    held = (HeldRoute.of(item) for item in listed.routes)
    routes = tuple(Route(one.destination, one.attachment_id, one.state, one, one.strength) for one in held if one)
    associated = frozenset(
        association["TransitGatewayAttachmentId"]
        for association in associations
        if association["State"] == "associated"
    )
    return Table(id, item["TransitGatewayId"], associated, routes)
