"""Problems of the connection to on-premises: its own, and those with the sites, the overlay and the EC2 VPC."""

from collections.abc import Iterator, Mapping
from ipaddress import IPv4Network

from topology.choices import OnPremisesConnection, VpnRouting
from topology.config import (
    Ec2VpcConfig,
    OnPremisesConfig,
    OverlayConfig,
    SiteConfig,
)
from topology.errors import Problem
from topology.network.addressing import overlapping
from topology.on_premises.build import ends_here, vpn_routing
from topology.on_premises.site_problems import facts_problems

MOST_ALLOWED_PREFIXES = 200  # AWS's quota for each transit gateway's association
_KIND_KEYS = {OnPremisesConnection.VPN: "customerGateway", OnPremisesConnection.DIRECT_CONNECT: "directConnect"}


def on_premises_problems(
    config: OnPremisesConfig | None,
    sites: Mapping[str, SiteConfig],
    overlay: OverlayConfig | None,
    ec2_vpc: Ec2VpcConfig | None,
) -> Iterator[Problem]:
    """Problems of `onPremises`, of each site's own facts, and of both together with the rest."""
    yield from facts_problems(sites)
    if config is None or config.connection is OnPremisesConnection.NONE:
        return
    if not config.prefixes:
        yield Problem("onPremises.prefixes", f"expected at least one prefix for connection: {config.connection}")
    # A site that could not be read may be the one it ends in.
    if len(sites) == 2 and not any(ends_here(config, site) for site in sites.values()):
        places = " or ".join(f"sites.{name}.onPremises.{_KIND_KEYS[config.connection]}" for name in sites)
        expected = f"expected {places}: without it the connection ends in no site"
        yield Problem.with_value("onPremises.connection", config.connection.value, expected)
    if config.vpn.phase2.lifetime_seconds >= config.vpn.phase1.lifetime_seconds:
        expected = f"expected less than phase1.lifetimeSeconds, {config.vpn.phase1.lifetime_seconds}"
        yield Problem.with_value("onPremises.vpn.phase2.lifetimeSeconds", config.vpn.phase2.lifetime_seconds, expected)
    yield from _asn_problems(config, sites)
    yield from _prefix_problems(config, sites, overlay, ec2_vpc)
    if config.connection is OnPremisesConnection.DIRECT_CONNECT and overlay is not None:
        yield from _allowed_prefix_problems(overlay)


def _asn_problems(config: OnPremisesConfig, sites: Mapping[str, SiteConfig]) -> Iterator[Problem]:
    speaking = {name: site for name, site in sites.items() if _speaks_bgp(config, site)}
    if speaking and config.asn is None:
        yield Problem(
            "onPremises.asn", f"is missing: expected the ASN of on-premises, for BGP with {', '.join(speaking)}"
        )
    by_line = config.connection is OnPremisesConnection.DIRECT_CONNECT
    for name, site in speaking.items():
        if config.asn == site.asn:
            expected = f"expected another ASN than sites.{name}.asn: AWS refuses BGP between equal ones"
            yield Problem.with_value("onPremises.asn", config.asn, expected)
        facts = site.on_premises.direct_connect if site.on_premises else None
        if by_line and facts and facts.gateway_asn == config.asn:
            key = f"sites.{name}.onPremises.directConnect.gatewayAsn"
            yield Problem.with_value(key, facts.gateway_asn, "expected another ASN than onPremises.asn")


def _speaks_bgp(config: OnPremisesConfig, site: SiteConfig) -> bool:
    if site.on_premises is None or not ends_here(config, site):
        return False
    is_vpn = config.connection is OnPremisesConnection.VPN
    return not is_vpn or vpn_routing(config, site.on_premises) is VpnRouting.BGP


def _prefix_problems(
    config: OnPremisesConfig,
    sites: Mapping[str, SiteConfig],
    overlay: OverlayConfig | None,
    ec2_vpc: Ec2VpcConfig | None,
) -> Iterator[Problem]:
    named = [(f"onPremises.prefixes[{number}]", prefix) for number, prefix in enumerate(config.prefixes)]
    given = dict(named)
    for name, earlier in overlapping(named):
        yield Problem.with_value(name, given[name], f"expected no overlap with {earlier} (change either key)")
    ours = _our_prefixes(sites, overlay, ec2_vpc)
    for name, prefix in named:
        # A prefix around one of ours is fine: AWS goes by the longest match. One inside it would take part of it away.
        for key, our in ours:
            if prefix.subnet_of(our):
                expected = (
                    f"expected a prefix outside {key}, {our}: otherwise part of it would be routed to on-premises"
                )
                yield Problem.with_value(name, prefix, expected)


def _our_prefixes(
    sites: Mapping[str, SiteConfig], overlay: OverlayConfig | None, ec2_vpc: Ec2VpcConfig | None
) -> list[tuple[str, IPv4Network]]:
    ours = [(f"sites.{name}.vpcCidr", site.vpc_cidr) for name, site in sites.items()]
    if overlay is not None:
        prefixes = enumerate(overlay.externally_routable_prefixes)
        ours += [(f"overlay.externallyRoutablePrefixes[{number}]", prefix) for number, prefix in prefixes]
        ours.append(("overlay.externalSubnet.cidr", overlay.external_subnet.cidr))
    held = {our for _, our in ours}
    if ec2_vpc is not None and ec2_vpc.cidr not in held:
        ours.append(("ec2Vpc.cidr", ec2_vpc.cidr))
    return ours


def _allowed_prefix_problems(overlay: OverlayConfig) -> Iterator[Problem]:
    # Beside the workload's, a site announces its own VPC and, where nothing else does, the other's.
    most = MOST_ALLOWED_PREFIXES - 2
    prefixes = overlay.externally_routable_prefixes
    if len(prefixes) > most:
        expected = f"expected at most {most} prefixes: Direct Connect announces no more than {MOST_ALLOWED_PREFIXES}"
        yield Problem.with_value("overlay.externallyRoutablePrefixes", prefixes, expected)
