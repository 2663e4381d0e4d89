"""An existing transit gateway with one of its route tables, as AWS describes them."""

from dataclasses import replace
from functools import partial

import pulumi
from pulumi_aws import ec2transitgateway as tgw

from components.existing.lookup import LookUps
from components.existing.peering import led_by_others, look_up_peering, strange_peering
from components.tags import Tags
from topology import Existing, SeenAttachment, SeenTransitGateway, SiteModel, transit_gateway_problems


def look_up_transit_gateway(ask: LookUps, model: SiteModel, tags: Tags) -> SeenTransitGateway | None:
    """The existing transit gateway of the site, or None where it has none, or none that could be read."""
    site, existing = model.me, model.me.existing
    id, table_id = existing.transit_gateway_id, existing.transit_gateway_route_table_id
    if id is None or table_id is None:
        return None
    path = f"sites.{site.name}.existing"
    gateway = ask.look_up(
        f"{path}.transitGatewayId",
        id,
        "a transit gateway, in state available,",
        lambda opts: tgw.get_transit_gateway(id=id, filters=[{"name": "state", "values": ["available"]}], opts=opts),
    )
    table = ask.look_up(
        f"{path}.transitGatewayRouteTableId",
        table_id,
        "a transit gateway route table, in state available,",
        lambda opts: tgw.get_route_table(id=table_id, filters=[{"name": "state", "values": ["available"]}], opts=opts),
    )
    if gateway is None or table is None:
        return None
    seen = replace(
        _seen(gateway, table, _attachment(ask, path, existing), _strange_attachment(ask, path, existing, tags)),
        peering=look_up_peering(ask, path, existing),
        strange_peering_id=strange_peering(ask, path, model, tags),
    )
    ask.add(transit_gateway_problems(site, seen))
    return replace(seen, led=led_by_others(ask, model))


def _seen(
    gateway: tgw.GetTransitGatewayResult,
    table: tgw.GetRouteTableResult,
    attachment: SeenAttachment | None,
    strange_attachment_id: str | None,
) -> SeenTransitGateway:
    associates = gateway.default_route_table_association == "enable"
    is_default = gateway.association_default_route_table_id == table.id
    return SeenTransitGateway(
        asn=int(gateway.amazon_side_asn),
        dns_support=gateway.dns_support == "enable",
        route_table_gateway_id=table.transit_gateway_id,
        attachment=attachment,
        strange_attachment_id=strange_attachment_id,
        associates=associates and is_default,
        associates_elsewhere=associates and not is_default,
        propagates=gateway.default_route_table_propagation == "enable"
        and gateway.propagation_default_route_table_id == table.id,
    )


def _attachment(ask: LookUps, path: str, existing: Existing) -> SeenAttachment | None:
    id, table_id = existing.transit_gateway_attachment_id, existing.transit_gateway_route_table_id
    if id is None or table_id is None:
        return None
    key, what = f"{path}.transitGatewayAttachmentId", "a transit gateway attachment"
    found = ask.look_up(key, id, what, lambda opts: tgw.get_attachment(transit_gateway_attachment_id=id, opts=opts))
    propagations = ask.list(
        f"{path}.transitGatewayRouteTableId",
        f"the propagations of {table_id}",
        lambda opts: tgw.get_route_table_propagations(transit_gateway_route_table_id=table_id, opts=opts),
    )
    if found is None or propagations is None:
        return None
    return SeenAttachment(
        transit_gateway_id=found.transit_gateway_id,
        resource_id=found.resource_id,
        state=found.state,
        route_table_id=found.association_transit_gateway_route_table_id or None,
        propagates=id in propagations.ids,
    )


def _strange_attachment(ask: LookUps, path: str, existing: Existing, tags: Tags) -> str | None:
    """The attachment of the existing VPC to the existing gateway that the configuration should name, if any."""
    if existing.vpc_id is None or existing.transit_gateway_id is None or existing.transit_gateway_attachment_id:
        return None
    wanted = {"resource-id": existing.vpc_id, "transit-gateway-id": existing.transit_gateway_id, "state": "available"}
    listed = ask.list(
        f"{path}.transitGatewayId",
        f"the attachments of {existing.transit_gateway_id}",
        lambda opts: tgw.get_attachments(
            filters=[{"name": name, "values": [value]} for name, value in wanted.items()], opts=opts
        ),
    )
    for id in listed.ids if listed else ():
        found = ask.try_to_look_up(partial(_described, id))
        if found is not None and (found.tags or {}).get("Name") != tags.name("tgw", "vpc"):
            return str(id)
    return None


def _described(id: str, opts: pulumi.InvokeOptions) -> tgw.GetAttachmentResult:
    return tgw.get_attachment(transit_gateway_attachment_id=id, opts=opts)
