"""Existing gateways to on-premises: what AWS says of them, and their problems.

Pure: `components` asks AWS and hands over what it said.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from topology.choices import StartupAction, VpnRouting
from topology.errors import Problem
from topology.on_premises.connection import ExistingDirectConnectGateway, Vpn
from topology.site import Site

_TYPE = "ipsec.1"


@dataclass(frozen=True)
class SeenCustomerGateway:
    """A customer gateway as AWS describes it; `address` is empty where it has a certificate instead."""

    type: str
    asn: int
    address: str


@dataclass(frozen=True)
class SeenDirectConnectGateway:
    """A Direct Connect gateway as AWS describes it."""

    id: str
    asn: int


def customer_gateway_problems(key: str, vpn: Vpn, seen: SeenCustomerGateway) -> Iterator[Problem]:
    """Problems of an existing customer gateway; `key` names it in the configuration."""
    if seen.type != _TYPE:
        yield Problem(key, f"expected a customer gateway of type {_TYPE}", seen.type)
    if vpn.routing is VpnRouting.BGP and seen.asn != vpn.asn:
        yield Problem(key, f"expected a customer gateway of onPremises.asn, {vpn.asn}, for BGP", f"ASN {seen.asn}")
    if not seen.address and vpn.options.startup_action is StartupAction.START:
        expected = (
            "expected a customer gateway with an address, which AWS needs to start the tunnel; or set "
            "onPremises.vpn.startupAction: add"
        )
        yield Problem(key, expected, "none")


def direct_connect_gateway_problems(
    key: str,
    existing: ExistingDirectConnectGateway,
    site: Site,
    on_premises_asn: int | None,
    seen: SeenDirectConnectGateway,
) -> Iterator[Problem]:
    """Problems of an existing Direct Connect gateway; `key` names it in the configuration."""
    if seen.id != existing.id:
        expected = f"expected the id {existing.id}: the gateway with the name {existing.name!r} has another id"
        yield Problem(f"{key}.id", expected, seen.id)
    for asn, whose in ((site.asn, f"sites.{site.name}.asn"), (on_premises_asn, "onPremises.asn")):
        if seen.asn == asn:
            yield Problem(f"{key}.id", f"expected a gateway with another ASN than {whose}", f"ASN {seen.asn}")
