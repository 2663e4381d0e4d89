"""An existing customer gateway or Direct Connect gateway, as AWS describes it."""

from __future__ import annotations

from pulumi_aws import directconnect, ec2

from components.existing.lookup import LookUps
from topology import (
    DirectConnect,
    SeenCustomerGateway,
    SeenDirectConnectGateway,
    SiteModel,
    Vpn,
    customer_gateway_problems,
    direct_connect_gateway_problems,
)

_AVAILABLE = [ec2.GetCustomerGatewayFilterArgs(name="state", values=["available"])]


def look_up_on_premises(ask: LookUps, model: SiteModel) -> None:
    """Look up what the site's connection to on-premises uses; problems go to `ask`."""
    path = f"sites.{model.me.name}.onPremises"
    if model.on_premises is None:
        return
    if model.on_premises.vpn is not None:
        _customer_gateway(ask, f"{path}.customerGateway.id", model.on_premises.vpn)
    if model.on_premises.direct_connect is not None:
        _direct_connect_gateway(ask, f"{path}.directConnect.gateway", model.on_premises.direct_connect)


def _customer_gateway(ask: LookUps, key: str, vpn: Vpn) -> None:
    id = vpn.customer_gateway_id
    if id is None:
        return
    what = "a customer gateway, in state available,"
    found = ask.look_up(key, id, what, lambda opts: ec2.get_customer_gateway(id=id, filters=_AVAILABLE, opts=opts))
    if found is not None:
        # AWS shows a large number under another name, and the plain one is then empty.
        asn = int(found.bgp_asn or found.bgp_asn_extended or 0)
        ask.add(customer_gateway_problems(key, vpn, SeenCustomerGateway(found.type, asn, found.ip_address or "")))


def _direct_connect_gateway(ask: LookUps, key: str, direct_connect: DirectConnect) -> None:
    existing = direct_connect.existing
    if existing is None:
        return
    name, what = existing.name, "one Direct Connect gateway of that name"
    found = ask.look_up(f"{key}.name", name, what, lambda opts: directconnect.get_gateway(name=name, opts=opts))
    if found is not None:
        asn = direct_connect.interface.asn if direct_connect.interface else None
        seen = SeenDirectConnectGateway(found.id, int(found.amazon_side_asn))
        ask.add(direct_connect_gateway_problems(key, existing, ask.site, asn, seen))
