"""What an estate holds in AWS, made as a person would in the console: no tags of ours, default tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.estates.estate import Estate, Front, Site

TIERS = ("public", "metal", "pc", "flow")
Clients = Callable[[str, str], Any]
"""A boto3 client by service and site."""


@dataclass(frozen=True)
class SiteIds:
    """What the configuration names by id. ``front`` is the load balancer's target group, if there is one."""

    vpc: str
    subnets: Mapping[str, list[str]]
    tables: tuple[str, ...]
    gateway: str
    gateway_table: str
    attachment: str
    front: str = ""


@dataclass(frozen=True)
class AwsIds:
    """By site, and what the two share."""

    sites: Mapping[str, SiteIds]
    peering: str = ""
    zone: str = ""
    fronts: Mapping[str, str] = field(default_factory=dict)
    """The target group of each site's load balancer."""


def build(estate: Estate, clients: Clients) -> AwsIds:
    """Both sites' networks, the peering, the routes, the load balancers and the zone."""
    sites = {site.name: _site(estate, site, clients("ec2", site.name)) for site in estate.sites}
    peering = _peer(estate, sites, clients) if estate.joined else ""
    for site in estate.sites:
        _lead_by_hand(estate, site, sites[site.name], peering, clients("ec2", site.name))
    if estate.front is None:
        return AwsIds(sites, peering)
    made = {site.name: _front(estate.front, site, sites[site.name], clients) for site in estate.sites}
    zone = _zone(estate.front, made[estate.home.name], clients("route53", estate.home.name))
    return AwsIds(sites, peering, zone, {name: one["TargetGroupArn"] for name, one in made.items()})


def _site(estate: Estate, site: Site, ec2: Any) -> SiteIds:
    vpc = ec2.create_vpc(CidrBlock=site.cidr)["Vpc"]["VpcId"]
    _name(ec2, vpc, f"vpc-nc2-{site.name}")
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    subnets = _subnets(site, vpc, ec2)
    tables = _tables(site, vpc, subnets, ec2)
    # NC2's own route of the overlay's prefix, to the interface of the node that is the flow gateway.
    node = ec2.create_network_interface(SubnetId=subnets["flow"][0])["NetworkInterface"]["NetworkInterfaceId"]
    for table in tables:
        ec2.create_route(RouteTableId=table, DestinationCidrBlock=estate.prefix, NetworkInterfaceId=node)
    gateway = ec2.create_transit_gateway(Options={"AmazonSideAsn": site.asn, "DnsSupport": "enable"})["TransitGateway"]
    _name(ec2, gateway["TransitGatewayId"], f"tgw-{site.name}")
    attachment = ec2.create_transit_gateway_vpc_attachment(
        TransitGatewayId=gateway["TransitGatewayId"], VpcId=vpc, SubnetIds=subnets["metal"]
    )["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"]
    table = gateway["Options"]["AssociationDefaultRouteTableId"]
    return SiteIds(vpc, subnets, tables, gateway["TransitGatewayId"], table, attachment)


def _subnets(site: Site, vpc: str, ec2: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    wanted = ((zone, tier) for zone in site.zones for tier in TIERS)
    for number, (zone, tier) in enumerate(wanted, 1):
        made = ec2.create_subnet(VpcId=vpc, CidrBlock=site.subnet(number), AvailabilityZone=f"{site.region}{zone}")[
            "Subnet"
        ]["SubnetId"]
        _name(ec2, made, f"{tier}-{site.region}{zone}")
        found.setdefault(tier, []).append(made)
    return found


def _tables(site: Site, vpc: str, subnets: Mapping[str, list[str]], ec2: Any) -> tuple[str, str]:
    """A public one with an internet gateway, and a private one with a NAT gateway."""
    internet = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=internet, VpcId=vpc)
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    nat = ec2.create_nat_gateway(SubnetId=subnets["public"][0], AllocationId=address)["NatGateway"]["NatGatewayId"]
    ways = ((("public",), {"GatewayId": internet}), (("metal", "pc", "flow"), {"NatGatewayId": nat}))
    made = []
    for tiers, way in ways:
        table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", **way)
        for subnet in (one for tier in tiers for one in subnets[tier]):
            ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
        made.append(table)
    return made[0], made[1]


def _peer(estate: Estate, sites: Mapping[str, SiteIds], clients: Clients) -> str:
    """The peering of the gateways, and the routes to the other site's VPC."""
    home, away = estate.sites
    peering: str = clients("ec2", home.name).create_transit_gateway_peering_attachment(
        TransitGatewayId=sites[home.name].gateway,
        PeerTransitGatewayId=sites[away.name].gateway,
        PeerAccountId="123456789012",
        PeerRegion=away.region,
    )["TransitGatewayPeeringAttachment"]["TransitGatewayAttachmentId"]
    clients("ec2", away.name).accept_transit_gateway_peering_attachment(TransitGatewayAttachmentId=peering)
    for site, other in ((home, away), (away, home)):
        ec2, ids = clients("ec2", site.name), sites[site.name]
        table = {"TransitGatewayRouteTableId": ids.gateway_table, "TransitGatewayAttachmentId": peering}
        ec2.create_transit_gateway_route(**table, DestinationCidrBlock=other.cidr)
        for one in ids.tables:
            ec2.create_route(RouteTableId=one, DestinationCidrBlock=other.cidr, TransitGatewayId=ids.gateway)
    return peering


def _lead_by_hand(estate: Estate, site: Site, ids: SiteIds, peering: str, ec2: Any) -> None:
    target = ids.attachment if site == estate.home else peering
    for prefix in estate.led_by_hand if target else ():
        ec2.create_transit_gateway_route(
            DestinationCidrBlock=prefix,
            TransitGatewayRouteTableId=ids.gateway_table,
            TransitGatewayAttachmentId=target,
        )


def _front(front: Front, site: Site, ids: SiteIds, clients: Clients) -> dict[str, Any]:
    """The load balancer as AWS describes it, with its target group's ARN."""
    ec2, elb = clients("ec2", site.name), clients("elbv2", site.name)
    group = ec2.create_security_group(GroupName=f"alb-{front.name}", Description="web", VpcId=ids.vpc)["GroupId"]
    public = ids.subnets["public"]
    spare = [] if len(public) > 1 else [_spare(site, ids, ec2)]
    made: dict[str, Any] = elb.create_load_balancer(
        Name=f"{front.name}-{site.name}", Subnets=[*public, *spare], SecurityGroups=[group], Type="application"
    )["LoadBalancers"][0]
    target: str = elb.create_target_group(
        Name=f"{front.name}-{site.name}", Protocol="HTTP", Port=80, VpcId=ids.vpc, TargetType="ip"
    )["TargetGroups"][0]["TargetGroupArn"]
    elb.create_listener(
        LoadBalancerArn=made["LoadBalancerArn"],
        Protocol="HTTP",
        Port=80,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": target}],
    )
    return {**made, "TargetGroupArn": target}


def _spare(site: Site, ids: SiteIds, ec2: Any) -> str:
    """A load balancer needs two zones, and NC2 may have one."""
    made = ec2.create_subnet(VpcId=ids.vpc, CidrBlock=site.subnet(99), AvailabilityZone=f"{site.region}b")
    return str(made["Subnet"]["SubnetId"])


def _zone(front: Front, home: Mapping[str, Any], route53: Any) -> str:
    zone: str = route53.create_hosted_zone(Name=front.zone, CallerReference=front.zone)["HostedZone"]["Id"]
    zone = zone.rpartition("/")[2]
    alias = {"HostedZoneId": home["CanonicalHostedZoneId"], "DNSName": home["DNSName"], "EvaluateTargetHealth": True}
    record = {"Name": front.record, "Type": "A", "AliasTarget": alias}
    change = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": record}]}
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=change)
    return zone


def _name(ec2: Any, id: str, name: str) -> None:
    ec2.create_tags(Resources=[id], Tags=[{"Key": "Name", "Value": name}])
