"""Problems of an existing transit gateway: where it does not fit the site's configuration."""

from collections.abc import Iterator

from topology.errors import Problem
from topology.existing.seen import SeenAttachment, SeenPeering, SeenTransitGateway
from topology.site import Existing, Site


def transit_gateway_problems(site: Site, seen: SeenTransitGateway) -> Iterator[Problem]:
    """Problems of an existing transit gateway and its route table."""
    path, gateway_id = f"sites.{site.name}", site.existing.transit_gateway_id
    key = f"{path}.existing.transitGatewayId"
    if seen.asn != site.asn:
        yield Problem.with_value(f"{path}.asn", site.asn, f"expected {seen.asn}, the ASN of {gateway_id}")
    if not seen.dns_support:
        yield Problem(key, f"expected a transit gateway with DNS support, which {gateway_id} does not have")
    if seen.route_table_gateway_id != gateway_id:
        expected = f"expected a route table of {gateway_id}, found one of {seen.route_table_gateway_id}"
        yield Problem(f"{path}.existing.transitGatewayRouteTableId", expected)
    if seen.strange_attachment_id is not None:
        attached = f"{seen.strange_attachment_id} attaches {site.existing.vpc_id} to {gateway_id} already"
        problem = f"is missing: {attached}, and AWS refuses a second attachment. Name that attachment here"
        yield Problem(f"{path}.existing.transitGatewayAttachmentId", problem)
    if seen.attachment is not None:
        yield from _attachment_problems(f"{path}.existing.transitGatewayAttachmentId", site.existing, seen.attachment)
    key = f"{path}.existing.transitGatewayPeeringId"
    if seen.strange_peering_id is not None:
        joined = f"{seen.strange_peering_id} peers {gateway_id} with the other site's already"
        yield Problem(key, f"is missing: {joined}, and AWS refuses a second peering. Name it here, at both sites")
    if seen.peering is not None:
        yield from _peering_problems(key, site.existing, seen.peering)


def _attachment_problems(key: str, existing: Existing, seen: SeenAttachment) -> Iterator[Problem]:
    id, table = existing.transit_gateway_attachment_id, existing.transit_gateway_route_table_id
    if (seen.transit_gateway_id, seen.resource_id) != (existing.transit_gateway_id, existing.vpc_id):
        expected = f"expected an attachment of {existing.vpc_id} to {existing.transit_gateway_id}"
        yield Problem(key, f"{expected}, found {id} of {seen.resource_id} to {seen.transit_gateway_id}")
        return
    if seen.state != "available":
        yield Problem(key, f"expected an attachment in state available, found {id} in state {seen.state}")
    if seen.route_table_id != table:
        found = seen.route_table_id or "none"
        yield Problem(key, f"expected an attachment associated with {table}, found {id} associated with {found}")
    if not seen.propagates:
        yield Problem(key, f"expected an attachment that propagates into {table}, found {id}, which does not")


def _peering_problems(key: str, existing: Existing, seen: SeenPeering) -> Iterator[Problem]:
    id, gateway, table = (
        existing.transit_gateway_peering_id,
        existing.transit_gateway_id,
        existing.transit_gateway_route_table_id,
    )
    if seen.type != "peering" or seen.transit_gateway_id != gateway:
        found = f"found {id}, a {seen.type} attachment of {seen.transit_gateway_id}"
        yield Problem(key, f"expected a peering attachment of {gateway}, {found}")
        return
    if seen.state != "available":
        yield Problem(key, f"expected a peering in state available, found {id} in state {seen.state}")
    if seen.route_table_id != table:
        found = seen.route_table_id or "none"
        yield Problem(key, f"expected a peering associated with {table}, found {id} associated with {found}")


def route_problem(key: str, destination: str, table_id: str, attachment_id: str) -> Problem:
    """A static route of others in the place of one that this stack makes, which leads elsewhere."""
    expected = f"expected no static route of {destination} in {table_id}, where this stack adds its own"
    return Problem(key, f"{expected}; found one to {attachment_id or 'nowhere (blackhole)'}")
