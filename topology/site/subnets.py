"""The subnets of a site's VPC: a tier in each availability zone, at derived or at given CIDRs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Network

from topology.config import SiteConfig
from topology.errors import Problem
from topology.network.addressing import MAX_ZONES, former_subnet_cidr, overlapping, subnet_cidr
from topology.network.tier import TIERS, Tier


@dataclass(frozen=True)
class SubnetPlan:
    """A subnet to be: its tier, its availability zone and its CIDR. `derived`: whether no CIDR is configured for it."""

    tier: Tier
    availability_zone: str
    cidr: str
    derived: bool = field(default=False, compare=False)

    @property
    def key(self) -> str:
        """A name that stays when CIDRs or other zones change, such as metal-ap-northeast-1a."""
        return f"{self.tier}-{self.availability_zone}"


def zone_problems(path: str, zones: Sequence[str], region: str | None) -> Iterator[Problem]:
    """Problems of a list of availability zones that must lie in `region` (None: not known)."""
    if not 1 <= len(zones) <= MAX_ZONES:
        yield Problem.with_value(path, zones, f"expected 1 to {MAX_ZONES} availability zones")
    for number, zone in enumerate(zones):
        if region is not None and zone[:-1] != region:
            expected = f"expected an availability zone of {region}, such as {region}a"
            yield Problem.with_value(f"{path}[{number}]", zone, expected)
        if zone in zones[:number]:
            yield Problem.with_value(f"{path}[{number}]", zone, "expected each availability zone once")


def planned_cidrs(config: SiteConfig) -> dict[Tier, list[tuple[str, IPv4Network]]]:
    """For every tier its CIDRs in zone order, each with the key to name when it is at fault."""
    planned: dict[Tier, list[tuple[str, IPv4Network]]] = {}
    zones = range(len(config.availability_zones))
    every_given = [cidr for tier in TIERS for cidr in getattr(config.subnets, tier) or ()]
    for tier in TIERS:
        given: tuple[IPv4Network, ...] | None = getattr(config.subnets, tier)
        if given is None:
            derived = [subnet_cidr(config.vpc_cidr, tier, zone) for zone in zones]
            if any(cidr.overlaps(one) for cidr in derived for one in every_given):
                # Somebody has put a subnet there when nothing was derived there.
                derived = [former_subnet_cidr(config.vpc_cidr, tier, zone) for zone in zones]
            planned[tier] = [(f"the derived {tier} subnet {cidr}", cidr) for cidr in derived]
        else:
            planned[tier] = [(f"subnets.{tier}[{number}]", cidr) for number, cidr in enumerate(given)]
    return planned


def subnet_problems(path: str, site: SiteConfig) -> Iterator[Problem]:
    planned = planned_cidrs(site)
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
        expected = f"expected no overlap with {earlier}"
        yield Problem.with_value(f"{path}.{name}", cidrs[name], expected)
