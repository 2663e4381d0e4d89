"""The other site's transit gateway at a failover, looked at by this run's credentials where those see it.

What stands there when it is not to be seen (its region is down, another account owns it) holds up no failover.
"""

from collections.abc import Iterator

from aws import AwsError
from components.existing.held import HeldGateway, HeldTable, gateway_in
from components.existing.situation import Situation
from components.existing.walked import Walked
from topology import (
    FailoverMode,
    Peering,
    foreign_sentences,
    inside,
    led_elsewhere,
    shadow_sentences,
    shadows,
    with_addresses,
)


def look_at_other_gateway(now: Situation) -> Walked:
    """The routes there that will not lead here. In an unplanned failover they are told and hold up nothing."""
    model, gateway_id = now.stack.model, now.stack.other.transit_gateway_id
    if model.peering is not Peering.TRANSIT_GATEWAY or gateway_id is None:
        return Walked()
    name = "-".join((now.stack.tags.prefix, model.other.name, "workload"))
    try:
        held = gateway_in(model.other.region, gateway_id, tables=(), prefixes=now.prefixes, our_list=name)
    except AwsError as error:
        return _unseen(now, str(error))
    if not held.attachments:
        return _unseen(now, f"{gateway_id} is not seen in {model.other.region} by this account.")
    if held.our_list is None:
        return _unseen(now, f"{model.other.region} has no prefix list {name}.")
    at = f"At the transit gateway of {model.other.name}"
    said = [f"{at}: {sentence}" for table in held.tables.values() for sentence in _said(now, held, table)]
    if model.failover_mode is FailoverMode.UNPLANNED:
        return Walked.of(warned=said)
    return Walked.of(wrong=said)


def _unseen(now: Situation, why: str) -> Walked:
    other = now.stack.model.other.name
    return Walked.unseen(
        f"Where the transit gateway of {other} leads the workload's packets was not looked at, which holds up no "
        f"failover: {why}"
    )


def _said(now: Situation, held: HeldGateway, table: HeldTable) -> Iterator[str]:
    """The other stack leads its own route to the peering in its own run, which comes later."""
    stack, other = now.stack, now.stack.model.other
    own, published = stack.own, stack.other
    peerings = (own.get("requestedPeeringId"), own.get("acceptedPeeringId"))
    ids = (*peerings, published.requested_peering_id, published.accepted_peering_id, now.gateway_id)
    wanted = {str(one) for one in ids if one}
    accepted = {*stack.site.existing.accepted_routes, *other.existing.accepted_routes}
    if table.references(held.our_list):
        found = shadows(table.routes, now.prefixes, held.our_list)
    else:
        found = inside(table.routes, now.prefixes)
    wrong = with_addresses(led_elsewhere(found, wanted, accepted), now.addresses)
    if table.references(held.our_list):
        yield from shadow_sentences(wrong, table.id, other.name, other.region)
        return
    to = next((one.id for one in held.attachments if {one.id, one.resource_id} & wanted), "")
    by, ours = ", ".join(table.used_by), f"the table of {other.name}'s stack"
    yield from foreign_sentences(wrong, table.id, by, other.name, other.region, to=to, ours=ours)
