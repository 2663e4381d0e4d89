"""The static route under the lifecycle recipe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prism import Collection, PrismCentral
from prism.networking import ExternalSubnet, Nexthop, Routes, RouteTables, Subnets, Vpcs
from providers.route import RouteProvider
from tests.providers._noun import Noun, new_external_subnet, new_vpc


def _route_inputs(client: PrismCentral) -> dict[str, Any]:
    external = new_external_subnet(client)
    return {
        "vpc_id": new_vpc(client, "routed", external),
        "destination": "0.0.0.0/0",
        "external_subnet_id": external,
    }


def _routes(client: PrismCentral, state: Mapping[str, Any]) -> Collection[Any]:
    return Routes(client, RouteTables(client).of_vpc(str(state["vpc_id"])).id)


def _lead_elsewhere(client: PrismCentral, ext_id: str, state: Mapping[str, Any]) -> object:
    other = _attach_nat(client, str(state["vpc_id"]))
    nexthop = Nexthop(nexthop_type="EXTERNAL_SUBNET", nexthop_reference=other)
    return _routes(client, state).update(ext_id, lambda was: was.model_copy(update={"nexthop": nexthop}))


def _attach_nat(client: PrismCentral, vpc_id: str) -> str:
    nat = Subnets(client).find_by_name("overlay-external-subnet-nat")
    assert nat is not None
    attachment = ExternalSubnet(subnet_reference=nat.id)
    others = [one for one in Vpcs(client).get(vpc_id).external_subnets or [] if one.subnet_reference != nat.id]
    Vpcs(client).update(vpc_id, lambda vpc: vpc.model_copy(update={"external_subnets": [*others, attachment]}))
    return nat.id


def _route_changes(client: PrismCentral) -> dict[str, Any]:
    vpc = Vpcs(client).find_by_name("routed")
    assert vpc is not None
    return {
        "destination": "10.0.0.0/8",
        "external_subnet_id": _attach_nat(client, vpc.id),
    }


NOUN = Noun(
    name="route",
    provider=RouteProvider,
    inputs=_route_inputs,
    collection=_routes,
    changes=_route_changes,
    replaces=frozenset({"destination"}),
    drifts={"leads elsewhere": _lead_elsewhere},
)
