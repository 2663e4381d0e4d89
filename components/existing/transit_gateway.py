"""An existing transit gateway with one of its route tables, as AWS describes them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from components.existing.attachments import attachment, attachments, has_name, table_of
from components.existing.lookup import LookUps
from components.existing.peering import led_by_others, look_up_peering, strange_peering
from components.tags import Tags
from topology import Existing, SeenAttachment, SeenTransitGateway, SiteModel, transit_gateway_problems

_AVAILABLE = [{"Name": "state", "Values": ["available"]}]


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
        lambda: _one(_available(ask, "transit_gateway", id)),
    )
    table = ask.look_up(
        f"{path}.transitGatewayRouteTableId",
        table_id,
        "a transit gateway route table, in state available,",
        lambda: _one(_available(ask, "transit_gateway_route_table", table_id)),
    )
    if gateway is None or table is None:
        return None
    seen = replace(
        _seen(gateway, table, _attachment(ask, path, existing), _strange(ask, path, existing, tags)),
        peering=look_up_peering(ask, path, existing),
        strange_peering_id=strange_peering(ask, path, model, tags),
    )
    ask.add(transit_gateway_problems(site, seen))
    return replace(seen, led=led_by_others(ask, model))


def _available(ask: LookUps, kind: str, id: str) -> list[dict[str, Any]]:
    name = "".join(part.capitalize() for part in kind.split("_"))
    named: dict[str, Any] = {f"{name}Ids": [id]}
    found: list[dict[str, Any]] = ask.ask("ec2", f"describe_{kind}s", Filters=_AVAILABLE, **named)[f"{name}s"]
    return found


def _one(found: list[dict[str, Any]]) -> dict[str, Any] | None:
    return found[0] if found else None


def _seen(
    gateway: Mapping[str, Any],
    table: Mapping[str, Any],
    attachment: SeenAttachment | None,
    strange_attachment_id: str | None,
) -> SeenTransitGateway:
    options, id = gateway["Options"], table["TransitGatewayRouteTableId"]
    associates = options.get("DefaultRouteTableAssociation") == "enable"
    is_default = options.get("AssociationDefaultRouteTableId") == id
    return SeenTransitGateway(
        asn=int(options["AmazonSideAsn"]),
        dns_support=options.get("DnsSupport") == "enable",
        route_table_gateway_id=table["TransitGatewayId"],
        attachment=attachment,
        strange_attachment_id=strange_attachment_id,
        associates=associates and is_default,
        associates_elsewhere=associates and not is_default,
        propagates=options.get("DefaultRouteTablePropagation") == "enable"
        and options.get("PropagationDefaultRouteTableId") == id,
    )


def _attachment(ask: LookUps, path: str, existing: Existing) -> SeenAttachment | None:
    id, table_id = existing.transit_gateway_attachment_id, existing.transit_gateway_route_table_id
    if id is None or table_id is None:
        return None
    found = ask.look_up(
        f"{path}.transitGatewayAttachmentId",
        id,
        "a transit gateway attachment",
        lambda: attachment(ask, id),
    )
    into = ask.list(
        f"{path}.transitGatewayRouteTableId",
        f"the propagations of {table_id}",
        lambda: ask.ask("ec2", "get_transit_gateway_route_table_propagations", TransitGatewayRouteTableId=table_id)[
            "TransitGatewayRouteTablePropagations"
        ],
    )
    if found is None or into is None:
        return None
    return SeenAttachment(
        transit_gateway_id=found["TransitGatewayId"],
        resource_id=found["ResourceId"],
        state=found["State"],
        route_table_id=table_of(found),
        propagates=any(one.get("TransitGatewayAttachmentId") == id for one in into),
    )


def _strange(ask: LookUps, path: str, existing: Existing, tags: Tags) -> str | None:
    if existing.vpc_id is None or existing.transit_gateway_id is None or existing.transit_gateway_attachment_id:
        return None
    key, ours = f"{path}.transitGatewayId", tags.name("tgw", "vpc")
    return _strange_attachment(ask, key, existing.vpc_id, existing.transit_gateway_id, ours=ours)


def _strange_attachment(ask: LookUps, key: str, vpc_id: str, gateway_id: str, *, ours: str) -> str | None:
    """The attachment of an existing VPC to an existing gateway that the configuration should name, if any.

    `ours` is the Name tag of the one that this stack makes.
    """
    listed = ask.list(
        key,
        f"the attachments of {gateway_id}",
        lambda: attachments(ask, resource_id=vpc_id, transit_gateway_id=gateway_id, state="available"),
    )
    return next((str(one["TransitGatewayAttachmentId"]) for one in listed or () if not has_name(one, ours)), None)
