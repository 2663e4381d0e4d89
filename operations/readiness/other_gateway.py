"""The other site's transit gateway, looked at by this site's credentials where those see it.

A planned failover to this site is refused while a route of others there keeps packets back. Not seen is no failure: the
other region may be what is lost.
"""

from collections.abc import Iterator

from botocore.exceptions import BotoCoreError, ClientError

from aws import PATIENCE, client
from operations.look import Check, Network, Status, Survivor, Table, describe
from operations.readiness.aws_routes import our_list
from topology import Peering, Shadow, effective_route, inside, led_elsewhere, shadows

_NAME = "other gateway"


def look(survivor: Survivor) -> list[Check]:
    model = survivor.model
    if model.peering is not Peering.TRANSIT_GATEWAY:
        return [Check(_NAME, Status.PASS, model.other.name, f"not joined: peering is {model.peering}", "not joined")]
    here = describe(survivor.aws("ec2"))
    own = str(survivor.outputs.get("transitGatewayId"))
    ends = {id: pair for id, pair in here.gateway_ends.items() if own in pair}
    far = next((end for pair in ends.values() for end in pair if end != own), None)
    if far is None:
        return [_unknown(survivor, "there is no peering yet")]
    try:
        there = describe(client("ec2", model.other.region, survivor.environment, config=PATIENCE))
    except (BotoCoreError, ClientError) as error:
        return [_unknown(survivor, str(error))]
    tables = [one for one in there.tables if one.gateway_id == far]
    if not tables:
        return [_unknown(survivor, f"this account does not see {far} in {model.other.region}")]
    wanted = frozenset((*ends, own))
    wrong = [check for table in tables for check in _kept_back(table, there, survivor, wanted)]
    return wrong or [_right(survivor, tables, wanted)]


def _kept_back(table: Table, there: Network, survivor: Survivor, wanted: frozenset[str]) -> Iterator[Check]:
    """The routes of others that will not lead here."""
    model = survivor.model
    prefixes = model.overlay.externally_routable_prefixes
    held = [route.held for route in table.routes if route.held]
    if not table.associated and not our_list(held, prefixes):
        return  # nothing comes in by it
    theirs = our_list(held, prefixes)
    found: tuple[Shadow, ...] = shadows(held, prefixes, theirs) if theirs else inside(held, prefixes)
    accepted = (*model.me.existing.accepted_routes, *model.other.existing.accepted_routes)
    for one in led_elsewhere(found, wanted, accepted):
        told = f"a {one.route.kind} in {table.id}, to {one.route.leads_to}"
        todo = (
            f"No failover moves it. Remove it: {one.command(table.id, model.other.region)}. If it is meant, name it in "
            f"sites.{model.other.name}.existing.acceptedRoutes."
        )
        yield Check.of(_NAME, str(one.route.destination), told, good=False, expected="none", what_to_do=todo)


def _right(survivor: Survivor, tables: list[Table], wanted: frozenset[str]) -> Check:
    """No route of others. While this site is active, the other stack's own route must lead here, too."""
    model, away = survivor.model, []
    for prefix in model.overlay.externally_routable_prefixes if model.is_active else ():
        for table in tables:
            held = [route.held for route in table.routes if route.held]
            theirs = our_list(held, [prefix])
            for route in (one for one in held if theirs and one.prefix_list_id == theirs):
                won = effective_route(held, route.destination)
                if won is not None and won.attachment_id not in wanted:
                    away.append(f"{route.destination} in {table.id} leads to {won.leads_to}")
    found = "; ".join(away) or "no route of others keeps packets back"
    todo = f"Run pulumi up on the stack of {model.other.name}."
    status = Status.WARN if away else Status.PASS
    return Check(_NAME, status, model.other.name, found, "to the peering", todo if away else "")


def _unknown(survivor: Survivor, why: str) -> Check:
    todo = f"It holds up no failover. Run readiness with the credentials of {survivor.other}."
    return Check.unknown(_NAME, survivor.other, why, todo)
