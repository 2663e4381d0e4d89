"""The peering of two existing transit gateways, and the static routes over it that others made."""

from collections.abc import Iterator

import pulumi

from aws import ONE_TRY, AwsError, asking, client
from components.existing.attachments import attachment, attachments, has_name, table_of
from components.existing.lookup import LookUps
from components.existing.own_routes import own_routes
from components.tags import Tags
from topology import Existing, HeldRoute, Peering, SeenPeering, SiteModel, Target, route_problem


def look_up_peering(ask: LookUps, path: str, existing: Existing) -> SeenPeering | None:
    """The peering attachment that the configuration names."""
    id = existing.transit_gateway_peering_id
    if id is None:
        return None
    key, what = f"{path}.transitGatewayPeeringId", "a transit gateway attachment"
    found = ask.look_up(key, id, what, lambda: attachment(ask, id))
    if found is None:
        return None
    return SeenPeering(
        type=found["ResourceType"],
        transit_gateway_id=found["TransitGatewayId"],
        peer_id=found["ResourceId"],
        state=found["State"],
        route_table_id=table_of(found),
    )


def strange_peering(ask: LookUps, path: str, model: SiteModel, tags: Tags) -> str | None:
    """The peering of the two existing gateways that the configuration should name, if any."""
    id, peer = model.me.existing.transit_gateway_id, model.other.existing.transit_gateway_id
    named = model.me.existing.transit_gateway_peering_id
    if id is None or peer is None or named is not None or model.peering is not Peering.TRANSIT_GATEWAY:
        return None
    listed = ask.list(
        f"{path}.transitGatewayId",
        f"the peerings of {id}",
        lambda: attachments(ask, resource_type="peering", transit_gateway_id=id, state="available"),
    )
    ours = tags.shared("tgw", "peering")["Name"]
    strange = (one for one in listed or () if one["ResourceId"] == peer and not has_name(one, ours))
    return next((str(one["TransitGatewayAttachmentId"]) for one in strange), None)


def led_by_others(ask: LookUps, model: SiteModel) -> frozenset[str]:
    """The prefixes that static routes of others lead over the named peering already; other targets are problems.

    Only where the peering is named: routes to one that this stack makes are its own.
    """
    existing = model.me.existing
    table_id = existing.transit_gateway_route_table_id
    wanted = [route.prefix for route in model.routes.other_vpc if route.target is Target.PEERING]
    if table_id is None or existing.transit_gateway_peering_id is None or not wanted:
        return frozenset()
    try:
        held = {str(one.destination): one for one in _static(model.me.region, table_id, wanted)}
    except AwsError as error:
        pulumi.log.warn(f"{error} Whether routes of others lead to the other site already was not checked.")
        return frozenset()
    own = own_routes(model.me.name) if held else None
    theirs = {prefix: one for prefix, one in held.items() if own is not None and (table_id, prefix) not in own}
    key = f"sites.{model.me.name}.existing.transitGatewayRouteTableId"
    right = {prefix for prefix, one in theirs.items() if one.attachment_id == existing.transit_gateway_peering_id}
    ask.add(route_problem(key, one, table_id, theirs[one].attachment_id) for one in theirs if one not in right)
    for prefix in right:
        pulumi.log.info(
            f"In {table_id}, a static route of others leads {prefix} over the peering. It is left as it is."
        )
    return frozenset(right)


def _static(region: str, table_id: str, prefixes: list[str]) -> Iterator[HeldRoute]:
    """Raises AwsError."""
    with asking(f"list the routes of {table_id} in {region}", "The account that owns the gateway may list them."):
        ec2 = client("ec2", region, config=ONE_TRY)
        for prefix in prefixes:
            answer = ec2.search_transit_gateway_routes(
                TransitGatewayRouteTableId=table_id,
                Filters=[{"Name": "route-search.exact-match", "Values": [prefix]}],
            )
            held = (HeldRoute.of(item) for item in answer["Routes"])
            yield from (one for one in held if one and one.type == "static" and not one.prefix_list_id)
