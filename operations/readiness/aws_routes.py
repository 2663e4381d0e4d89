"""The attachment of the site's VPC, the peering and the workload's routes: what traffic needs after a failover."""

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network

from operations.look import Attachment, Check, Network, Status, Survivor, Table, describe
from topology import HeldRoute, Shadow, inside, led_elsewhere, shadows

_ALONE = "the prefix list's alone"
_CARRIES = ("available", "modifying")


def look(survivor: Survivor) -> list[Check]:
    network = describe(survivor.aws("ec2"))
    outputs = survivor.outputs
    vpc, table_id = outputs.get("vpcId"), outputs.get("transitGatewayRouteTableId")
    table = next((table for table in network.tables if table.id == table_id), None)
    prefixes = [IPv4Network(prefix) for prefix in survivor.model.overlay.externally_routable_prefixes]
    return [
        *_attachment(network, str(vpc), survivor),
        *_peering(network, survivor),
        *(_route(table, prefix, network, survivor) for prefix in prefixes),
        *(_shadowed(table, network, survivor) if table else ()),
    ]


def _attachment(network: Network, vpc: str, survivor: Survivor) -> Iterator[Check]:
    found = [item for item in network.attachments if item.resource_id == vpc and item.state != "deleted"]
    state = ", ".join(item.state for item in found) or "not attached"
    yield Check.of(
        "attachment",
        vpc,
        state,
        good=any(item.state in _CARRIES for item in found),
        expected="available",
        what_to_do=f"Run pulumi up on the stack of {survivor.name}. Without one no traffic reaches the VMs.",
    )


def _peering(network: Network, survivor: Survivor) -> Iterator[Check]:
    if survivor.model.peering != "transit-gateway":
        return
    found = [
        item for item in network.attachments if item.kind == "peering" and item.state not in ("deleted", "rejected")
    ]
    good = any(item.state in _CARRIES for item in found)
    state = ", ".join(item.state for item in found) or "none"
    # A failover does without the other site, so a broken peering is no failure.
    status = Status.PASS if good else Status.WARN
    todo = "" if good else "Run pulumi up on both stacks. Until then the sites do not reach each other."
    yield Check("peering", status, survivor.other, state, "available", todo)


def _route(table: Table | None, prefix: IPv4Network, network: Network, survivor: Survivor) -> Check:
    name, todo = "route", f"Run pulumi up on the stack of {survivor.name}."
    if table is None:
        return Check.of(name, str(prefix), "no route table", good=False, expected="one", what_to_do=todo)
    route = next((route for route in table.routes if route.destination == prefix), None)
    if route is None:
        if survivor.model.is_active:
            return Check.of(name, str(prefix), "none", good=False, expected="to its VPC", what_to_do=todo)
        why = "none; the failover will make it"
        return Check(
            name, Status.WARN, str(prefix), why, "to the other site", f"{todo} Until then the prefix leads nowhere."
        )
    onward = next((item for item in network.attachments if item.id == route.target), None)
    good = route.state == "active"
    expected = "active" if good else "active; a failover will lead it to this site's VPC"
    return Check(
        name,
        Status.PASS if good else Status.WARN,
        str(prefix),
        f"{route.state}, to {_target(onward)}",
        expected,
        "" if good else f"Either the other site's attachment is gone, or the peering. {todo}",
    )


def _shadowed(table: Table, network: Network, survivor: Survivor) -> Iterator[Check]:
    """The routes that a failover to this site would not move, in every table by which something comes in."""
    prefixes = survivor.model.overlay.externally_routable_prefixes
    vpc = {one.id for one in network.attachments if one.resource_id == survivor.outputs.get("vpcId")}
    named = survivor.model.me.existing.led_route_table_ids
    managed = (table.id, survivor.outputs.get("onPremisesRouteTableId"), *named)
    for one in (one for one in network.tables if one.gateway_id == table.gateway_id):
        held = [route.held for route in one.routes if route.held]
        if one.id in managed:
            ours = survivor.outputs.get("workloadPrefixListId") or our_list(held, prefixes)
            found = shadows(held, prefixes, ours)
        else:
            found = inside(held, prefixes) if one.associated else ()
        for shadow in led_elsewhere(found, vpc, survivor.model.me.existing.accepted_routes):
            yield _moved_by_nobody(shadow, one, survivor, managed=one.id in managed)


def _moved_by_nobody(shadow: Shadow, table: Table, survivor: Survivor, *, managed: bool) -> Check:
    command, route = shadow.command(table.id, survivor.model.me.region), shadow.route
    how = "hides it" if managed else f"in {table.id}, which no stack manages,"
    told = f"a {route.kind} {how} ({route.state}), to {route.leads_to}"
    todo = f"A failover moves the prefix list's route only. Before the next one, remove this: {command}"
    return Check.of("route", str(route.destination), told, good=False, expected=_ALONE, what_to_do=todo)


def our_list(held: Sequence[HeldRoute], prefixes: Sequence[str]) -> str | None:
    """The prefix list that leads the workload, where there is one only with a prefix of it."""
    lists = {one.prefix_list_id for one in held if one.prefix_list_id and str(one.destination) in prefixes}
    return lists.pop() if len(lists) == 1 else None


def _target(onward: Attachment | None) -> str:
    return f"{onward.kind} {onward.id}" if onward else "an attachment that is gone"
