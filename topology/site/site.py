"""A site: a region's VPC, its subnets, and the Prism Central and cluster that live in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from ipaddress import IPv4Network

from topology.choices import GatewayEndpoint, NatGateways, StandbyMode
from topology.compute.compute import Compute, build_compute, compute_problems
from topology.config import SiteConfig
from topology.errors import Problem
from topology.network.addressing import former_subnet_cidr
from topology.network.flow_logs import FlowLogs, build_flow_logs, flow_logs_problems
from topology.network.tier import TIERS, Tier
from topology.site.existing import (
    Existing,
    build_existing,
    existing_peering_problems,
    existing_problems,
    shared_problems,
)
from topology.site.subnets import SubnetPlan, planned_cidrs, subnet_problems, zone_problems

_UNIQUE = {"prism_central": "Prism Central", "cluster": "cluster"}


@dataclass(frozen=True)
class Site:
    """One of the two sites; `asn` is its transit gateway's, `subnets` are ordered by zone, then tier.

    With an existing VPC there are no `subnets` to make. `tags` are put on everything of the site that takes tags;
    assumed: NC2 requires none.
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
    cluster_uuid: str | None = None
    aws_account: str | None = None
    public_subnets_reach_other_site: bool = True

    @property
    def zero_compute(self) -> bool:
        """Whether the site has no cluster, and so no Prism Central, while it stands by."""
        return self.compute is not None and self.compute.mode is StandbyMode.ZERO_COMPUTE

    @property
    def limits(self) -> tuple[str, ...]:
        """The limits of this choice of network, one sentence each."""
        if self.existing.vpc_id is not None:
            return ()
        if len(self.private_table_zones) > 1:
            others = ", ".join(zone for zone in self.private_table_zones if zone != self.main_table_zone)
            return (
                "NC2 writes the workload's routes into one route table: with natGateways: per-az, traffic that comes "
                f"into {self.name} by {self.main_table_zone} reaches the VMs, and traffic that comes by {others} does "
                "not; set natGateways: single",
            )
        if self.nat_gateways is not NatGateways.NONE:
            return ()
        return (
            f"without NAT gateways the private subnets of {self.name} reach only S3 and DynamoDB, by their endpoints: "
            "give NC2 another connection to its portal",
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

    @property
    def main_table_zone(self) -> str:
        """The zone whose private table is the VPC's main one: the cluster's, if it is known and has one."""
        zone = self.compute.availability_zone if self.compute else ""
        return zone if zone in self.private_table_zones else self.private_table_zones[0]

    @property
    def cluster_subnets(self) -> tuple[SubnetPlan, ...]:
        """Where hosts, controller VMs and Prism Central are; none with an existing VPC, whose subnets have ids only."""
        zone = self.compute.availability_zone if self.compute else None
        return tuple(one for one in self.subnets_of(Tier.METAL, Tier.PC) if zone in (None, one.availability_zone))

    @property
    def as_planned_before(self) -> "Site":
        """The site with the derived subnets that a stack has which was made before the plan had room for Flow."""
        subnets = (replace(one, cidr=self._former_cidr(one)) if one.derived else one for one in self.subnets)
        return replace(self, subnets=tuple(subnets))

    def _former_cidr(self, subnet: SubnetPlan) -> str:
        zone = self.availability_zones.index(subnet.availability_zone)
        return str(former_subnet_cidr(IPv4Network(self.vpc_cidr), subnet.tier, zone))

    def private_table_zone(self, availability_zone: str) -> str:
        """The zone whose table, and so whose NAT gateway, the private subnets of this zone use."""
        zones = self.private_table_zones
        return availability_zone if availability_zone in zones else zones[0]


def build_site(name: str, config: SiteConfig) -> Site:
    """The site of a configuration that has no problems."""
    zones, planned, existing = config.availability_zones, planned_cidrs(config), build_existing(config.existing)
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
            SubnetPlan(tier, zone, str(planned[tier][number][1]), derived=getattr(config.subnets, tier) is None)
            for number, zone in enumerate(zones)
            for tier in TIERS
            if existing.vpc_id is None
        ),
        gateway_endpoints=endpoints if config.gateway_endpoints is None else config.gateway_endpoints,
        flow_logs=build_flow_logs(config.flow_logs) if config.flow_logs else None,
        existing=existing,
        compute=build_compute(config.compute, zones) if config.compute else None,
        tags=tuple(config.tags.items()),
        cluster_uuid=config.cluster_uuid,
        aws_account=config.aws_account,
        public_subnets_reach_other_site=config.public_subnets_reach_other_site,
    )


def site_problems(sites: Mapping[str, SiteConfig]) -> Iterator[Problem]:
    """Problems of each site, and of both together."""
    for name, site in sites.items():
        path = f"sites.{name}"
        zones = list(zone_problems(f"{path}.availabilityZones", site.availability_zones, site.region))
        yield from zones
        if not zones:
            yield from subnet_problems(path, site)
            yield from existing_problems(path, site)
        if site.compute is not None:
            yield from compute_problems(f"{path}.compute", site.compute, site.availability_zones)
        if site.flow_logs is not None:
            yield from flow_logs_problems(f"{path}.flowLogs", site.flow_logs)
    yield from existing_peering_problems({name: site.existing for name, site in sites.items()})
    for field, meaning in _UNIQUE.items():
        yield from _shared(sites, field, meaning)
    yield from shared_problems({name: site.existing for name, site in sites.items()})


def _shared(sites: Mapping[str, SiteConfig], field: str, meaning: str) -> Iterator[Problem]:
    values = {name: getattr(site, field) for name, site in sites.items()}
    alias = SiteConfig.model_fields[field].alias
    for name, value in values.items():
        first = next(site for site, given in values.items() if given == value)
        if first != name:
            expected = f"expected another {meaning} than sites.{first}.{alias} (change either key)"
            yield Problem.with_value(f"sites.{name}.{alias}", value, expected)
