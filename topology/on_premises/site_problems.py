"""Problems of each site's own facts: customer gateway, tunnels and Direct Connect."""

from collections.abc import Iterator, Mapping
from ipaddress import IPv4Interface

from topology.config import (
    DirectConnectConfig,
    SiteConfig,
    SiteOnPremisesConfig,
)
from topology.errors import Problem
from topology.network.addressing import overlapping


def facts_problems(sites: Mapping[str, SiteConfig]) -> Iterator[Problem]:
    """Problems of the facts of each site, and of both sites' together."""
    for name, site in sites.items():
        if site.on_premises is not None:
            yield from _site_problems(f"sites.{name}.onPremises", site, site.on_premises)
    yield from _inside_cidr_problems(sites)
    yield from _gateway_problems(sites)


def _site_problems(path: str, site: SiteConfig, facts: SiteOnPremisesConfig) -> Iterator[Problem]:
    device, cidrs = facts.customer_gateway, facts.tunnel_inside_cidrs
    if device is not None and (device.address is None) == (device.id is None):
        found = "both" if device.id else "neither"
        expected = "expected either address (a new customer gateway) or id (an existing one)"
        yield Problem(f"{path}.customerGateway", expected, found)
    if cidrs is not None and len(cidrs) != 2:
        yield Problem.with_value(f"{path}.tunnelInsideCidrs", cidrs, "expected two, one for each tunnel")
    if facts.direct_connect is not None:
        yield from _direct_connect_problems(f"{path}.directConnect", site, facts.direct_connect)


def _direct_connect_problems(path: str, site: SiteConfig, facts: DirectConnectConfig) -> Iterator[Problem]:
    if (facts.gateway_asn is None) == (facts.gateway is None):
        found = "both" if facts.gateway else "neither"
        yield Problem(path, "expected either gatewayAsn (a new gateway) or gateway (an existing one)", found)
    if (facts.connection_id is None) != (facts.vlan is None):
        missing, there = ("connectionId", "vlan") if facts.connection_id is None else ("vlan", "connectionId")
        yield Problem(
            f"{path}.{missing}", f"is missing: expected together with {there}, for the transit virtual interface"
        )
    elif facts.connection_id is None and facts.gateway is None:
        yield Problem(
            f"{path}.connectionId",
            "is missing: expected a connection; only an existing gateway can be without this key",
        )
    if facts.gateway_asn == site.asn:
        expected = f"expected another ASN than the transit gateway's, {site.asn}: AWS refuses equal ones"
        yield Problem.with_value(f"{path}.gatewayAsn", facts.gateway_asn, expected)
    yield from _link_problems(path, facts.amazon_address, facts.customer_address)


def _link_problems(path: str, amazon: IPv4Interface | None, customer: IPv4Interface | None) -> Iterator[Problem]:
    if amazon is None and customer is None:
        return
    if amazon is None or customer is None:
        missing = "amazonAddress" if amazon is None else "customerAddress"
        yield Problem(f"{path}.{missing}", "is missing: expected the addresses of both ends, or of neither")
    elif amazon.network != customer.network or amazon.ip == customer.ip:
        expected = f"expected the other address of the link {amazon.network}"
        yield Problem.with_value(f"{path}.customerAddress", customer, expected)


def _inside_cidr_problems(sites: Mapping[str, SiteConfig]) -> Iterator[Problem]:
    """One device may hold the tunnels of both sites, so all four CIDRs must differ."""
    given = [
        (f"sites.{name}.onPremises.tunnelInsideCidrs[{number}]", cidr)
        for name, site in sites.items()
        for number, cidr in enumerate((site.on_premises and site.on_premises.tunnel_inside_cidrs) or ())
    ]
    cidrs = dict(given)
    for name, earlier in overlapping(given):
        yield Problem.with_value(name, cidrs[name], f"expected another /30 than {earlier} (change either key)")


def _gateway_problems(sites: Mapping[str, SiteConfig]) -> Iterator[Problem]:
    """Each site needs its own Direct Connect gateway.

    With one gateway for both, both would announce the workload until the lost site's list is corrected, and the
    surviving site cannot correct it.
    """
    seen: dict[str, str] = {}
    for name, site in sites.items():
        facts = site.on_premises.direct_connect if site.on_premises else None
        if facts is not None and facts.gateway is not None:
            key = f"sites.{name}.onPremises.directConnect.gateway.id"
            if facts.gateway.id in seen:
                expected = (
                    f"expected another gateway than {seen[facts.gateway.id]}: each site announces through its own"
                )
                yield Problem.with_value(key, facts.gateway.id, expected)
            seen.setdefault(facts.gateway.id, key)
