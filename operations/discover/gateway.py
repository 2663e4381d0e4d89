"""A site's transit gateway, and what of its routes and attachments the stacks would meet. Pure."""

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network

from operations.discover.aws_facts import AwsFacts, GatewayFacts
from operations.discover.draft import Draft
from operations.discover.finding import Outcome
from operations.look import Attachment
from topology import inside, owned_elsewhere, taken

_USABLE = ("available", "pendingAcceptance", "pending", "modifying")


def choose_gateway(draft: Draft, aws: AwsFacts, vpc: str) -> str:
    """The transit gateway that NC2's VPC is attached to, written into the draft; empty where the stack makes one."""
    attached = [
        one
        for one in aws.network.attachments
        if one.kind == "vpc" and one.resource_id == vpc and one.state in _USABLE and one.gateway_id in aws.gateways
    ]
    key = f"sites.{draft.site}.existing"
    if len(attached) > 1:
        draft.decide(f"{key}.transitGatewayId", "transit gateway", {one.gateway_id: one.id for one in attached})
        return ""
    if not attached:
        _tell_unattached(draft, aws)
        return ""
    _use(draft, aws, attached[0])
    return attached[0].gateway_id


def _tell_unattached(draft: Draft, aws: AwsFacts) -> None:
    for gateway in aws.gateways.values():
        said = "NC2's VPC is not attached to it; the stack makes a transit gateway of its own"
        todo = f"To use it, set sites.{draft.site}.existing.transitGatewayId and transitGatewayRouteTableId."
        draft.tell(Outcome.LEFT, f"transit gateway {_named(gateway)}", said, todo)


def _use(draft: Draft, aws: AwsFacts, attachment: Attachment) -> None:
    gateway, key = aws.gateways[attachment.gateway_id], f"sites.{draft.site}.existing"
    if gateway.owner and gateway.owner != aws.account:
        said = owned_elsewhere(draft.site, gateway.id, gateway.owner, aws.account)
        todo = f"python -m operations gateway-requests --site {draft.site} lists what its owner has to do."
        draft.tell(Outcome.CONFLICT, f"transit gateway {gateway.id}", said, todo)
        return
    draft.put(f"sites.{draft.site}.asn", gateway.asn, "of the transit gateway")
    draft.put(f"{key}.transitGatewayId", gateway.id, f"{gateway.name or 'no name'}: NC2's VPC is attached to it")
    draft.put(f"{key}.transitGatewayAttachmentId", attachment.id, "the attachment of NC2's VPC")
    draft.tell(Outcome.USED, f"transit gateway {_named(gateway)}", f"ASN {gateway.asn}")
    draft.tell(Outcome.USED, f"attachment {attachment.id}", f"of NC2's VPC to {gateway.id}")
    table = aws.table_of(attachment.id)
    if table:
        draft.put(f"{key}.transitGatewayRouteTableId", table, "the table that the attachment is associated with")
        draft.tell(Outcome.USED, f"transit gateway route table {table}", "of the attachment")
    else:
        tables = {one.id: "a table of the gateway" for one in aws.network.tables if one.gateway_id == gateway.id}
        draft.decide(f"{key}.transitGatewayRouteTableId", "transit gateway route table", tables)


def tell_routes(draft: Draft, aws: AwsFacts, region: str, prefixes: Sequence[str]) -> None:
    """The routes of others with the workload's prefixes, or a part of them, in every table that something comes by."""
    chosen = draft.values.get(f"sites.{draft.site}.existing.transitGatewayRouteTableId")
    gateway = draft.values.get(f"sites.{draft.site}.existing.transitGatewayId")
    for table in (one for one in aws.network.tables if one.gateway_id == gateway):
        held = [route.held for route in table.routes if route.held]
        if table.id == chosen:
            found = taken(held, prefixes, None)
        else:
            found = inside(held, prefixes) if table.associated else ()
        for one in found:
            said = f"{one}; the stack leads {one.prefix} by a prefix list, over which a static or longer route wins"
            todo = f"Before the pulumi up, or the failover, that leads {one.prefix}: {one.command(table.id, region)}"
            draft.tell(Outcome.CONFLICT, f"route {one.route.destination} in {table.id}", said, todo)


def tell_routes_to_other(draft: Draft, aws: AwsFacts, vpc: str, other_cidr: str) -> None:
    """The routes to the other site that VPC tables have already."""
    used = {one.table_id for one in aws.network.subnets.values() if one.vpc_id == vpc}
    for table in sorted(used):
        for route in aws.network.vpc_tables.get(table, ()):
            if route.destination == IPv4Network(other_cidr) and route.target.startswith("tgw-"):
                said = f"leads to the other site by {route.target}; it stays as it is"
                draft.tell(Outcome.USED, f"route {other_cidr} in {table}", said)


def peerings(aws: AwsFacts, here: str, there: str) -> Iterator[str]:
    """The peering attachments between two transit gateways."""
    for id, ends in aws.network.gateway_ends.items():
        attachment = next((one for one in aws.network.attachments if one.id == id), None)
        if {here, there} == set(ends) and attachment is not None and attachment.state in _USABLE:
            yield id


def _named(gateway: GatewayFacts) -> str:
    return f"{gateway.id} ({gateway.name})" if gateway.name else gateway.id
