"""The attachment of the site's VPC, the peering and the workload's routes: what traffic needs after a failover."""

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network
from typing import Any

from operations.look import Attachment, Check, Network, Status, Survivor, Table, describe


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
        *(_hidden(survivor.aws("ec2"), table, prefixes) if table else ()),
    ]


def _attachment(network: Network, vpc: str, survivor: Survivor) -> Iterator[Check]:
    found = [item for item in network.attachments if item.resource_id == vpc and item.state != "deleted"]
    state = ", ".join(item.state for item in found) or "not attached"
    yield Check.of(
        "attachment",
        vpc,
        state,
        good=any(item.state == "available" for item in found),
        expected="available",
        what_to_do=f"Run pulumi up on the stack of {survivor.name}. Without one no traffic reaches the VMs.",
    )


def _peering(network: Network, survivor: Survivor) -> Iterator[Check]:
    if survivor.model.peering != "transit-gateway":
        return
    found = [
        item for item in network.attachments if item.kind == "peering" and item.state not in ("deleted", "rejected")
    ]
    good = any(item.state == "available" for item in found)
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


def _hidden(ec2: Any, table: Table, prefixes: Sequence[IPv4Network]) -> Iterator[Check]:
    """A static route of a workload's prefix, which wins over the prefix list's: the failover would change nothing."""
    asked = [{"Name": "type", "Values": ["static"]}]
    found = ec2.search_transit_gateway_routes(TransitGatewayRouteTableId=table.id, Filters=asked)["Routes"]
    for route in found:
        prefix = str(route["DestinationCidrBlock"])
        if route.get("PrefixListId") is None and prefix in map(str, prefixes):
            todo = f"Delete the static route of {prefix} in {table.id}: a failover moves the prefix list's."
            told = f"a static route hides it ({route.get('State')})"
            yield Check.of("route", prefix, told, good=False, expected="the prefix list's alone", what_to_do=todo)


def _target(onward: Attachment | None) -> str:
    return f"{onward.kind} {onward.id}" if onward else "an attachment that is gone"
