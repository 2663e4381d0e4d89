"""An existing customer gateway or Direct Connect gateway, as AWS describes it."""

from __future__ import annotations

from typing import Any

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

_AVAILABLE = [{"Name": "state", "Values": ["available"]}]
_GONE = ("deleting", "deleted")


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
    found = ask.look_up(key, id, what, lambda: _one_customer_gateway(ask, id))
    if found is not None:
        # AWS shows a large number under another name, and the plain one is then empty.
        asn = int(found.get("BgpAsn") or found.get("BgpAsnExtended") or 0)
        ask.add(
            customer_gateway_problems(key, vpn, SeenCustomerGateway(found["Type"], asn, found.get("IpAddress", "")))
        )


def _one_customer_gateway(ask: LookUps, id: str) -> dict[str, Any] | None:
    answer = ask.ask("ec2", "describe_customer_gateways", CustomerGatewayIds=[id], Filters=_AVAILABLE)
    return next(iter(answer["CustomerGateways"]), None)


def _direct_connect_gateway(ask: LookUps, key: str, direct_connect: DirectConnect) -> None:
    existing = direct_connect.existing
    if existing is None:
        return
    name, what = existing.name, "one Direct Connect gateway of that name"
    found = ask.look_up(f"{key}.name", name, what, lambda: _only_one_of(ask, name))
    if found is not None:
        asn = direct_connect.interface.asn if direct_connect.interface else None
        seen = SeenDirectConnectGateway(found["directConnectGatewayId"], int(found["amazonSideAsn"]))
        ask.add(direct_connect_gateway_problems(key, existing, ask.site, asn, seen))


def _only_one_of(ask: LookUps, name: str) -> dict[str, Any] | None:
    """AWS lists them all, and none by its name."""
    listed = ask.ask("directconnect", "describe_direct_connect_gateways")["directConnectGateways"]
    of_name = [
        one
        for one in listed
        if one.get("directConnectGatewayName") == name and one.get("directConnectGatewayState") not in _GONE
    ]
    return of_name[0] if len(of_name) == 1 else None
