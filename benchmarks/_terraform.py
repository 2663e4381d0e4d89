"""The two sites' landing zone as one Terraform configuration, made from the same model: for comparison only."""

from __future__ import annotations

from typing import Any

from topology import GatewayEndpoint, Peering, Site, SiteModel, Tier

Block = dict[str, Any]


def configuration(model: SiteModel) -> Block:
    """What `main.tf.json` holds. The AWS part alone: Terraform has no part in Prism Central here."""
    resources: dict[str, Block] = {}

    def add(kind: str, name: str, site: Site, **arguments: Any) -> str:
        resources.setdefault(kind, {})[name] = {"provider": f"aws.{site.name}", **arguments}
        return f"{kind}.{name}"

    for site in (model.home, next(site for site in model.sites.values() if site != model.home)):
        _network(site, add)
        if model.peering is Peering.TRANSIT_GATEWAY:
            _gateway(site, add)
    _peering(model, add)
    return {
        "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws"}}},
        "provider": {
            "aws": [
                {
                    "alias": site.name,
                    "region": site.region,
                    "skip_credentials_validation": True,
                    "skip_requesting_account_id": True,
                    "skip_metadata_api_check": True,
                }
                for site in model.sites.values()
            ]
        },
        "resource": resources,
    }


def _network(site: Site, add: Any) -> None:
    s = site.name
    dns = {"enable_dns_support": True, "enable_dns_hostnames": True}
    add("aws_vpc", s, site, cidr_block=site.vpc_cidr, **dns)
    vpc = f"${{aws_vpc.{s}.id}}"
    igw = add("aws_internet_gateway", s, site, vpc_id=vpc)
    kinds = ["public", *(f"private-{zone}" for zone in site.private_table_zones)]
    for kind in kinds:
        add("aws_route_table", f"{s}-{kind}", site, vpc_id=vpc)
    add("aws_route", f"{s}-public", site, **_default(f"{s}-public", "gateway_id", igw))
    for subnet in site.subnets:
        name = f"{s}-{subnet.key}"
        place = {"cidr_block": subnet.cidr, "availability_zone": subnet.availability_zone}
        add("aws_subnet", name, site, vpc_id=vpc, map_public_ip_on_launch=subnet.tier is Tier.PUBLIC, **place)
        zone = site.private_table_zone(subnet.availability_zone)
        table = "public" if subnet.tier is Tier.PUBLIC else f"private-{zone}"
        ids = {"subnet_id": f"${{aws_subnet.{name}.id}}", "route_table_id": f"${{aws_route_table.{s}-{table}.id}}"}
        add("aws_route_table_association", name, site, **ids)
    for zone in site.nat_gateway_zones:
        name = f"{s}-private-{zone}"
        address = add("aws_eip", name, site, domain="vpc")
        place = {"allocation_id": f"${{{address}.allocation_id}}", "subnet_id": f"${{aws_subnet.{s}-public-{zone}.id}}"}
        nat = add("aws_nat_gateway", name, site, depends_on=[igw], **place)
        add("aws_route", name, site, **_default(name, "nat_gateway_id", nat))
    for service in site.gateway_endpoints:
        _endpoint(site, service, vpc, kinds, add)


def _endpoint(site: Site, service: GatewayEndpoint, vpc: str, kinds: list[str], add: Any) -> None:
    name = f"com.amazonaws.{site.region}.{service}"
    tables = [f"${{aws_route_table.{site.name}-{kind}.id}}" for kind in kinds]
    add("aws_vpc_endpoint", f"{site.name}-{service}", site, vpc_id=vpc, service_name=name, route_table_ids=tables)


def _default(table: str, key: str, target: str) -> Block:
    return {
        "route_table_id": f"${{aws_route_table.{table}.id}}",
        "destination_cidr_block": "0.0.0.0/0",
        key: f"${{{target}.id}}",
    }


def _gateway(site: Site, add: Any) -> None:
    s, off = site.name, "disable"
    options = {"default_route_table_association": off, "default_route_table_propagation": off}
    add("aws_ec2_transit_gateway", s, site, amazon_side_asn=site.asn, **options)
    gateway = f"${{aws_ec2_transit_gateway.{s}.id}}"
    add("aws_ec2_transit_gateway_route_table", s, site, transit_gateway_id=gateway)
    metal = [f"${{aws_subnet.{s}-{subnet.key}.id}}" for subnet in site.subnets_of(Tier.METAL)]
    add(
        "aws_ec2_transit_gateway_vpc_attachment",
        s,
        site,
        transit_gateway_id=gateway,
        vpc_id=f"${{aws_vpc.{s}.id}}",
        subnet_ids=metal,
        transit_gateway_default_route_table_association=False,
        transit_gateway_default_route_table_propagation=False,
    )
    pair = _pair(s, f"${{aws_ec2_transit_gateway_vpc_attachment.{s}.id}}")
    add("aws_ec2_transit_gateway_route_table_association", s, site, **pair)
    add("aws_ec2_transit_gateway_route_table_propagation", s, site, **pair)


def _pair(site: str, attachment: str) -> Block:
    table = f"${{aws_ec2_transit_gateway_route_table.{site}.id}}"
    return {"transit_gateway_attachment_id": attachment, "transit_gateway_route_table_id": table}


def _gateway_peering(home: Site, away: Site, add: Any) -> str:
    asked = add(
        "aws_ec2_transit_gateway_peering_attachment",
        "peering",
        home,
        transit_gateway_id=f"${{aws_ec2_transit_gateway.{home.name}.id}}",
        peer_transit_gateway_id=f"${{aws_ec2_transit_gateway.{away.name}.id}}",
        peer_region=away.region,
    )
    kind, key = "aws_ec2_transit_gateway_peering_attachment_accepter", "transit_gateway_attachment_id"
    return str(add(kind, "peering", away, **{key: f"${{{asked}.id}}"}))


def _vpc_peering(home: Site, away: Site, add: Any) -> str:
    ends = {"vpc_id": f"${{aws_vpc.{home.name}.id}}", "peer_vpc_id": f"${{aws_vpc.{away.name}.id}}"}
    asked = add("aws_vpc_peering_connection", "peering", home, peer_region=away.region, **ends)
    kind, key = "aws_vpc_peering_connection_accepter", "vpc_peering_connection_id"
    return str(add(kind, "peering", away, auto_accept=True, **{key: f"${{{asked}.id}}"}))


def _peering(model: SiteModel, add: Any) -> None:
    home = model.home
    away = next(site for site in model.sites.values() if site != home)
    by_gateway = model.peering is Peering.TRANSIT_GATEWAY
    accepted = (_gateway_peering if by_gateway else _vpc_peering)(home, away, add)
    for site, other in ((home, away), (away, home)):
        ready = [accepted, f"aws_ec2_transit_gateway_vpc_attachment.{site.name}"] if by_gateway else [accepted]
        target = f"${{aws_ec2_transit_gateway.{site.name}.id}}" if by_gateway else f"${{{accepted}.id}}"
        if by_gateway:
            pair = _pair(site.name, f"${{{accepted}.id}}")
            add("aws_ec2_transit_gateway_route_table_association", f"{site.name}-peering", site, **pair)
            add("aws_ec2_transit_gateway_route", site.name, site, destination_cidr_block=other.vpc_cidr, **pair)
        for table in ["public", *(f"private-{zone}" for zone in site.private_table_zones)]:
            add(
                "aws_route",
                f"{site.name}-{table}-peer",
                site,
                route_table_id=f"${{aws_route_table.{site.name}-{table}.id}}",
                destination_cidr_block=other.vpc_cidr,
                depends_on=ready,
                **{"transit_gateway_id" if by_gateway else "vpc_peering_connection_id": target},
            )
