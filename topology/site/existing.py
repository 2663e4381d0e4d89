"""The ids of what a site has already, as the configuration names them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from topology.config import ExistingConfig, SiteConfig
from topology.errors import Problem
from topology.network.tier import TIERS, Tier


@dataclass(frozen=True)
class Existing:
    """The ids of what is used as it is; None where this stack makes its own.

    `subnets` holds, for each tier, one id an availability zone, in the site's order.
    """

    vpc_id: str | None
    subnets: tuple[tuple[Tier, tuple[str, ...]], ...]
    use_main_route_table: bool
    transit_gateway_id: str | None
    transit_gateway_route_table_id: str | None
    transit_gateway_attachment_id: str | None
    accepted_routes: tuple[str, ...] = ()
    """Prefixes of routes of others in the transit gateway's table that may take packets of the workload."""
    transit_gateway_peering_id: str | None = None
    """The attachment that peers the transit gateway with the other site's."""
    led_route_table_ids: tuple[str, ...] = ()
    """Tables of others on the transit gateway in which this stack leads the workload, too."""

    @property
    def subnet_ids(self) -> dict[Tier, tuple[str, ...]]:
        """The subnets' ids by tier."""
        return dict(self.subnets)


def build_existing(config: ExistingConfig) -> Existing:
    """The ids of a configuration that has no problems."""
    subnets = config.subnet_ids
    return Existing(
        vpc_id=config.vpc_id,
        subnets=tuple((tier, getattr(subnets, tier)) for tier in TIERS) if subnets else (),
        use_main_route_table=config.use_main_route_table,
        transit_gateway_id=config.transit_gateway_id,
        transit_gateway_route_table_id=config.transit_gateway_route_table_id,
        transit_gateway_attachment_id=config.transit_gateway_attachment_id,
        accepted_routes=tuple(str(prefix) for prefix in config.accepted_routes),
        transit_gateway_peering_id=config.transit_gateway_peering_id,
        led_route_table_ids=config.led_route_table_ids,
    )


def existing_problems(path: str, site: SiteConfig) -> Iterator[Problem]:
    """Problems between the ids, before AWS is asked."""
    config, path = site.existing, f"{path}.existing"
    yield from _together(path, ("vpcId", config.vpc_id), ("subnetIds", config.subnet_ids))
    gateway = ("transitGatewayId", config.transit_gateway_id)
    yield from _together(path, gateway, ("transitGatewayRouteTableId", config.transit_gateway_route_table_id))
    if config.transit_gateway_attachment_id and not (config.vpc_id and config.transit_gateway_id):
        expected = "expected only together with vpcId and transitGatewayId, which it attaches to each other"
        yield Problem.with_value(f"{path}.transitGatewayAttachmentId", config.transit_gateway_attachment_id, expected)
    if config.transit_gateway_peering_id and not config.transit_gateway_id:
        expected = "expected only together with transitGatewayId, which it peers with the other site's"
        yield Problem.with_value(f"{path}.transitGatewayPeeringId", config.transit_gateway_peering_id, expected)
    own = config.transit_gateway_route_table_id
    for number, id in enumerate(config.led_route_table_ids):
        if id == own or id in config.led_route_table_ids[:number]:
            expected = "expected another table than transitGatewayRouteTableId, and each one once"
            yield Problem.with_value(f"{path}.ledRouteTableIds[{number}]", id, expected)
    given = [tier for tier in TIERS if getattr(site.subnets, tier) is not None]
    if config.vpc_id and given:
        yield Problem(
            f"{path.removesuffix('.existing')}.subnets",
            "expected no such key with existing.vpcId: the existing subnets have their CIDRs",
        )
    if config.subnet_ids:
        yield from _subnet_id_problems(f"{path}.subnetIds", config, len(site.availability_zones))


def existing_peering_problems(sites: Mapping[str, ExistingConfig]) -> Iterator[Problem]:
    """A peering has one id, which both sites name: either stack would make another one, or accept this one again."""
    named = {name: one.transit_gateway_peering_id for name, one in sites.items()}
    first, wanted = next(((name, id) for name, id in named.items() if id is not None), ("", None))
    for name, id in named.items():
        if id != wanted:
            key = f"sites.{name}.existing.transitGatewayPeeringId"
            yield Problem.with_value(key, id, f"expected {wanted}, as at {first}: one peering joins both gateways")


def shared_problems(sites: Mapping[str, ExistingConfig]) -> Iterator[Problem]:
    """Sites of one region that name the same thing. Each stack adds to it as if it were its own.

    One transit gateway for both would hold both sites' routes of the workload in tables that each stack takes for its
    own, and AWS peers no gateway with itself.
    """
    whys = {
        "vpc_id": "each site has a VPC of its own",
        "transit_gateway_id": "each site routes the workload by its own gateway, and AWS peers none with itself; leave "
        "the key out to have one made",
    }
    for field, why in whys.items():
        alias, seen = ExistingConfig.model_fields[field].alias, dict[str, str]()
        for name, config in sites.items():
            value = getattr(config, field)
            if value is not None and value in seen:
                expected = f"expected another one than sites.{seen[value]}.existing.{alias}: {why}"
                yield Problem.with_value(f"sites.{name}.existing.{alias}", value, expected)
            elif value is not None:
                seen[value] = name


def _together(path: str, *named: tuple[str, object]) -> Iterator[Problem]:
    missing = [key for key, value in named if value is None]
    for key in missing if len(missing) < len(named) else ():
        other = next(name for name, _ in named if name != key)
        yield Problem(f"{path}.{key}", f"is missing: expected together with {other}")


def _subnet_id_problems(path: str, config: ExistingConfig, zones: int) -> Iterator[Problem]:
    seen: set[str] = set()
    for tier in TIERS:
        ids = getattr(config.subnet_ids, tier)
        if len(ids) != zones:
            yield Problem.with_value(f"{path}.{tier}", ids, f"expected one subnet for each availability zone, {zones}")
        for number, id in enumerate(ids):
            if id in seen:
                yield Problem.with_value(f"{path}.{tier}[{number}]", id, "expected a subnet that no other tier has")
            seen.add(id)
