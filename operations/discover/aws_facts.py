"""What AWS holds in a site's region that a configuration can name, beside the network that `operations.look` reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Any

from operations.look import Network, describe

_GONE = ("deleted", "deleting", "failed", "rejected")


@dataclass(frozen=True)
class VpcFacts:
    """A VPC. `tags` are its keys and values."""

    id: str
    cidrs: tuple[str, ...]
    tags: Mapping[str, str]


@dataclass(frozen=True)
class GatewayFacts:
    """A transit gateway. `default_table` is where attachments go by themselves; empty without one."""

    id: str
    name: str
    asn: int
    owner: str
    default_table: str


@dataclass(frozen=True)
class VpnFacts:
    """A VPN connection of a transit gateway. `static`: without BGP."""

    id: str
    gateway_id: str
    customer_gateway_id: str
    address: str
    asn: int
    static: bool


@dataclass(frozen=True)
class BalancerFacts:
    """A load balancer in front of target groups, by the addresses that are registered there."""

    name: str
    kind: str
    scheme: str
    vpc_id: str
    dns_name: str
    addresses: frozenset[str]


@dataclass(frozen=True)
class ZoneFacts:
    """A hosted zone and what its records lead to: (name, type, target) of each."""

    id: str
    name: str
    private: bool
    records: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class AwsFacts:
    """One region. `subnet_names` and `subnet_tags`: by id; `metal_subnets`: those in which bare-metal instances run."""

    account: str
    network: Network
    vpcs: Mapping[str, VpcFacts]
    subnet_names: Mapping[str, str]
    nc2_tagged: frozenset[str]
    metal_subnets: frozenset[str]
    gateways: Mapping[str, GatewayFacts]
    vpns: tuple[VpnFacts, ...]
    balancers: tuple[BalancerFacts, ...]
    zones: tuple[ZoneFacts, ...]

    def table_of(self, attachment: str) -> str:
        """The transit gateway route table that an attachment is associated with; empty for none."""
        return next((table.id for table in self.network.tables if attachment in table.associated), "")


def read_aws(clients: Mapping[str, Any]) -> AwsFacts:
    """Reads by clients of sts, ec2, elbv2 and route53. Raises what boto3 raises."""
    ec2 = clients["ec2"]
    subnets = list(_pages(ec2, "describe_subnets", "Subnets"))
    vpcs = list(_pages(ec2, "describe_vpcs", "Vpcs"))
    interfaces = list(_pages(ec2, "describe_network_interfaces", "NetworkInterfaces"))
    return AwsFacts(
        account=str(clients["sts"].get_caller_identity()["Account"]),
        network=describe(ec2),
        vpcs={item["VpcId"]: _vpc(item) for item in vpcs},
        subnet_names={item["SubnetId"]: _tags(item).get("Name", "") for item in subnets},
        nc2_tagged=frozenset(_nc2_tagged(vpcs, subnets, interfaces)),
        metal_subnets=frozenset(_metal_subnets(ec2)),
        gateways={one.id: one for one in _gateways(ec2)},
        vpns=tuple(_vpns(ec2)),
        balancers=tuple(_balancers(clients["elbv2"])),
        zones=tuple(_zones(clients["route53"])),
    )


def _pages(client: Any, action: str, key: str, **arguments: Any) -> Iterator[dict[str, Any]]:
    if not client.can_paginate(action):
        yield from getattr(client, action)(**arguments)[key]
        return
    for page in client.get_paginator(action).paginate(**arguments):
        yield from page[key]


def _tags(item: Mapping[str, Any]) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in item.get("Tags", item.get("TagSet", []))}


def _vpc(item: Mapping[str, Any]) -> VpcFacts:
    blocks = [one["CidrBlock"] for one in item.get("CidrBlockAssociationSet", [])] or [item["CidrBlock"]]
    return VpcFacts(item["VpcId"], tuple(sorted(blocks, key=IPv4Network)), _tags(item))


def _nc2_tagged(*kinds: list[dict[str, Any]]) -> Iterator[str]:
    """The VPCs of everything that carries a tag of NC2's own."""
    for item in (item for kind in kinds for item in kind):
        if any(key.startswith("nutanix") for key in _tags(item)):
            yield item["VpcId"]


def _metal_subnets(ec2: Any) -> Iterator[str]:
    """NC2's nodes are bare-metal instances; nothing else of an NC2 VPC is likely to be."""
    for reservation in _pages(ec2, "describe_instances", "Reservations"):
        for item in reservation["Instances"]:
            if ".metal" in item["InstanceType"] and item.get("SubnetId"):
                yield str(item["SubnetId"])


def _gateways(ec2: Any) -> Iterator[GatewayFacts]:
    for item in _pages(ec2, "describe_transit_gateways", "TransitGateways"):
        if item["State"] not in _GONE:
            options = item["Options"]
            yield GatewayFacts(
                item["TransitGatewayId"],
                _tags(item).get("Name", ""),
                int(options["AmazonSideAsn"]),
                str(item.get("OwnerId", "")),
                str(options.get("AssociationDefaultRouteTableId", "")),
            )


def _vpns(ec2: Any) -> Iterator[VpnFacts]:
    routers = {item["CustomerGatewayId"]: item for item in ec2.describe_customer_gateways()["CustomerGateways"]}
    for item in ec2.describe_vpn_connections()["VpnConnections"]:
        if item["State"] in _GONE or not item.get("TransitGatewayId"):
            continue
        router = routers.get(item["CustomerGatewayId"], {})
        yield VpnFacts(
            item["VpnConnectionId"],
            item["TransitGatewayId"],
            item["CustomerGatewayId"],
            str(router.get("IpAddress", "")),
            int(router.get("BgpAsnExtended") or router.get("BgpAsn") or 0),
            bool(item.get("Options", {}).get("StaticRoutesOnly")),
        )


def _balancers(elb: Any) -> Iterator[BalancerFacts]:
    registered: dict[str, set[str]] = {}
    for group in _pages(elb, "describe_target_groups", "TargetGroups"):
        health = elb.describe_target_health(TargetGroupArn=group["TargetGroupArn"])["TargetHealthDescriptions"]
        for arn in group.get("LoadBalancerArns", []):
            registered.setdefault(arn, set()).update(str(one["Target"]["Id"]) for one in health)
    for item in _pages(elb, "describe_load_balancers", "LoadBalancers"):
        yield BalancerFacts(
            item["LoadBalancerName"],
            str(item["Type"]),
            str(item.get("Scheme", "")),
            str(item.get("VpcId", "")),
            str(item["DNSName"]),
            frozenset(registered.get(item["LoadBalancerArn"], ())),
        )


def _zones(route53: Any) -> Iterator[ZoneFacts]:
    for zone in _pages(route53, "list_hosted_zones", "HostedZones"):
        id = zone["Id"].rpartition("/")[2]
        records = _pages(route53, "list_resource_record_sets", "ResourceRecordSets", HostedZoneId=id)
        found = tuple((one["Name"].rstrip("."), one["Type"], _target(one)) for one in records)
        private = bool(zone.get("Config", {}).get("PrivateZone"))
        yield ZoneFacts(id, zone["Name"].rstrip("."), private, found)


def _target(record: Mapping[str, Any]) -> str:
    alias = record.get("AliasTarget")
    if alias:
        return str(alias["DNSName"]).rstrip(".")
    return ", ".join(one["Value"] for one in record.get("ResourceRecords", []))
