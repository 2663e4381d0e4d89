"""A site: a region's VPC, its subnets, and the Prism Central and cluster that live in them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network

from topology.choices import GatewayEndpoint, NatGateways, StandbyMode, Tier
from topology.compute.compute import Compute, build_compute, compute_problems
from topology.config import SiteConfig
from topology.errors import Problem
from topology.existing.existing import Existing, build_existing, existing_problems
from topology.network.addressing import MAX_ZONES, TIERS, overlapping, subnet_cidr
from topology.network.flow_logs import FlowLogs, build_flow_logs, flow_logs_problems

_UNIQUE = {"asn": "transit gateway's ASN", "prism_central": "Prism Central", "cluster": "cluster"}


@dataclass(frozen=True)
class SubnetPlan:
    """A subnet to be: its tier, its availability zone and its CIDR."""

    tier: Tier
    availability_zone: str
    cidr: str

    @property
    def key(self) -> str:
        """A name that stays when CIDRs or other zones change, such as metal-ap-northeast-1a."""
        return f"{self.tier}-{self.availability_zone}"


@dataclass(frozen=True)
class Site:
    """One of the two sites; `asn` is its transit gateway's, `subnets` are ordered by zone, then tier.

    With an existing VPC there are no `subnets` to make. `tags` are put on everything of the site that takes tags.
    """

    name: str
    region: str
    availability_zones: tuple[str, ...]
    vpc_cidr: str
    asn: int
    prism_central: str
    cluster: str
    transit_vpc: str
    nat_gateways: NatGateways
    subnets: tuple[SubnetPlan, ...]
    gateway_endpoints: tuple[GatewayEndpoint, ...]
    flow_logs: FlowLogs | None
    existing: Existing
    compute: Compute | None
    tags: tuple[tuple[str, str], ...]

    @property
    def zero_compute(self) -> bool:
        """Whether the site has no cluster, and so no Prism Central, while it stands by."""
        return self.compute is not None and self.compute.mode is StandbyMode.ZERO_COMPUTE

    @property
    def limits(self) -> tuple[str, ...]:
        """What this choice of network cannot do."""
        if self.nat_gateways is not NatGateways.NONE or self.existing.vpc_id is not None:
            return ()
        return (
            f"without NAT gateways {self.name}'s private subnets reach nothing outside but S3 and DynamoDB by their "
            "endpoints: NC2 needs another way to its portal",
        )

    def subnets_of(self, *tiers: Tier) -> tuple[SubnetPlan, ...]:
        """The subnets of these tiers, in the site's order."""
        return tuple(subnet for subnet in self.subnets if subnet.tier in tiers)

    @property
    def nat_gateway_zones(self) -> tuple[str, ...]:
        """The zones that hold a NAT gateway."""
        return () if self.nat_gateways is NatGateways.NONE else self.private_table_zones

    @property
    def private_table_zones(self) -> tuple[str, ...]:
        """The zones that have a private route table: one for each NAT gateway, and one where there is none."""
        each = self.nat_gateways is NatGateways.PER_AZ
        return self.availability_zones if each else self.availability_zones[:1]

    def private_table_zone(self, availability_zone: str) -> str:
        """The zone whose table, and so whose NAT gateway, the private subnets of this zone use."""
        zones = self.private_table_zones
        return availability_zone if availability_zone in zones else zones[0]


def build_site(name: str, config: SiteConfig) -> Site:
    """The site of a configuration that has no problems."""
    zones = config.availability_zones
    planned = _planned(config)
    existing = build_existing(config.existing)
    # What is there already may have endpoints of its own: there they are added only when asked for.
    endpoints = () if existing.vpc_id else tuple(GatewayEndpoint)
    return Site(
        name=name,
        region=config.region,
        availability_zones=zones,
        vpc_cidr=str(config.vpc_cidr),
        asn=config.asn,
        prism_central=config.prism_central,
        cluster=config.cluster,
        transit_vpc=config.transit_vpc,
        nat_gateways=config.nat_gateways,
        subnets=tuple(
            SubnetPlan(tier, zone, str(planned[tier][number][1]))
            for number, zone in enumerate(zones)
            for tier in TIERS
            if existing.vpc_id is None
        ),
        gateway_endpoints=endpoints if config.gateway_endpoints is None else config.gateway_endpoints,
        flow_logs=build_flow_logs(config.flow_logs) if config.flow_logs else None,
        existing=existing,
        compute=build_compute(config.compute, zones) if config.compute else None,
        tags=tuple(config.tags.items()),
    )


def site_problems(sites: Mapping[str, SiteConfig]) -> Iterator[Problem]:
    """What is wrong with each site, and with the two together."""
    for name, site in sites.items():
        path = f"sites.{name}"
        zones = list(zone_problems(f"{path}.availabilityZones", site.availability_zones, site.region))
        yield from zones
        if not zones:
            yield from _subnet_problems(path, site)
            yield from existing_problems(path, site)
        if site.compute is not None:
            yield from compute_problems(f"{path}.compute", site.compute, site.availability_zones)
        if site.flow_logs is not None:
            yield from flow_logs_problems(f"{path}.flowLogs", site.flow_logs)
    for field, meaning in _UNIQUE.items():
        yield from _shared(sites, field, meaning)


def zone_problems(path: str, zones: Sequence[str], region: str | None) -> Iterator[Problem]:
    """What is wrong with a list of availability zones that must lie in a region (None: not known)."""
    if not 1 <= len(zones) <= MAX_ZONES:
        yield Problem.with_value(path, zones, f"expected 1 to {MAX_ZONES} availability zones")
    for number, zone in enumerate(zones):
        if region is not None and zone[:-1] != region:
            expected = f"expected an availability zone of {region}, such as {region}a"
            yield Problem.with_value(f"{path}[{number}]", zone, expected)
        if zone in zones[:number]:
            yield Problem.with_value(f"{path}[{number}]", zone, "expected each availability zone once")


def _planned(config: SiteConfig) -> dict[Tier, list[tuple[str, IPv4Network]]]:
    """For every tier its CIDRs in zone order, each with the key to name when it is at fault."""
    planned: dict[Tier, list[tuple[str, IPv4Network]]] = {}
    zones = range(len(config.availability_zones))
    for tier in TIERS:
        given: tuple[IPv4Network, ...] | None = getattr(config.subnets, tier)
        if given is None:
            derived = [subnet_cidr(config.vpc_cidr, tier, zone) for zone in zones]
            planned[tier] = [(f"the derived {tier} subnet {cidr}", cidr) for cidr in derived]
        else:
            planned[tier] = [(f"subnets.{tier}[{number}]", cidr) for number, cidr in enumerate(given)]
    return planned


def _subnet_problems(path: str, site: SiteConfig) -> Iterator[Problem]:
    planned = _planned(site)
    # The given ones last: of two that overlap, the one to blame is never a derived one.
    subnets = sorted((pair for tier in planned.values() for pair in tier), key=lambda pair: "[" in pair[0])
    cidrs = dict(subnets)
    for tier, pairs in planned.items():
        if len(pairs) != len(site.availability_zones):
            expected = f"expected one CIDR for each availability zone, {len(site.availability_zones)}"
            yield Problem.with_value(f"{path}.subnets.{tier}", pairs, expected)
    for name, cidr in subnets:
        if not cidr.subnet_of(site.vpc_cidr):
            expected = f"expected a prefix inside the VPC's {site.vpc_cidr}"
            yield Problem.with_value(f"{path}.{name}", cidr, expected)
    for name, earlier in overlapping(subnets):
        expected = f"expected a prefix that does not overlap {earlier}"
        yield Problem.with_value(f"{path}.{name}", cidrs[name], expected)


def _shared(sites: Mapping[str, SiteConfig], field: str, meaning: str) -> Iterator[Problem]:
    values = {name: getattr(site, field) for name, site in sites.items()}
    alias = SiteConfig.model_fields[field].alias
    for name, value in values.items():
        first = next(site for site, given in values.items() if given == value)
        if first != name:
            expected = f"expected another {meaning} than that of {first}"
            yield Problem.with_value(f"sites.{name}.{alias}", value, expected)
