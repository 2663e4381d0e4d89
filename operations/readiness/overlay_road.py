"""The road to the overlay: NC2's routes where traffic comes in, and the prefixes that NC2 makes them of.

NC2 writes each externally routable prefix of the transit VPC into the main route table of its AWS VPC, to the node
that is the active gateway. The transit gateway's attachment must use that table.
"""

from collections.abc import Iterator
from ipaddress import IPv4Network

from operations.look import Check, Network, OverlayNetwork, Status, Survivor, describe, describe_overlay
from topology import EXTERNAL_TAG


def look(survivor: Survivor) -> list[Check]:
    vpc_id = str(survivor.outputs.get("vpcId"))
    network = describe(survivor.aws("ec2"))
    overlay = describe_overlay(survivor.prism, survivor.model.me.transit_vpc)
    prefixes = [IPv4Network(prefix) for prefix in survivor.model.overlay.externally_routable_prefixes]
    return [
        *(_routable(overlay, prefix, survivor) for prefix in prefixes),
        *(check for prefix in prefixes for check in _routes(network, overlay, vpc_id, prefix)),
        _groups(network, vpc_id, survivor),
    ]


def _routable(overlay: OverlayNetwork, prefix: IPv4Network, survivor: Survivor) -> Check:
    return Check.of(
        "transit VPC",
        str(prefix),
        ", ".join(map(str, overlay.routable)) or "no prefix",
        good=any(prefix.subnet_of(one) for one in overlay.routable),
        expected="among its externally routable prefixes",
        what_to_do=f"Run pulumi up on the stack of {survivor.name}. Without it NC2 writes no route.",
    )


def _routes(network: Network, overlay: OverlayNetwork, vpc_id: str, prefix: IPv4Network) -> Iterator[Check]:
    """One check for each table that the attachments of the VPC use."""
    main = network.main_tables.get(vpc_id, "none")
    attached = [one for one in network.attachments if one.resource_id == vpc_id and one.state == "available"]
    subnets = [network.subnets[id] for one in attached for id in one.subnet_ids]
    for table in dict.fromkeys(subnet.table_id for subnet in subnets):
        using = ", ".join(subnet.id for subnet in subnets if subnet.table_id == table)
        name, subject = "NC2's route", f"{prefix} in {table}"
        target = next((one.target for one in network.vpc_tables[table] if one.destination == prefix), None)
        if target is None:
            todo = (
                f"NC2 writes into the main table, {main}: make {table} the main route table, or associate {using} with "
                f"{main}."
                if table != main
                else "Check the transit VPC's prefixes and that the cluster runs; NC2 writes the route within a minute."
            )
            yield Check.of(name, subject, "none", good=False, expected="to a node", what_to_do=todo)
        elif target not in network.interfaces:
            todo = f"Delete the route in {table}: NC2 writes its own, and a route of others is in its way."
            yield Check.of(name, subject, f"to {target}", good=False, expected="to a node", what_to_do=todo)
        else:
            yield _to_gateway(name, subject, target, network.interfaces[target].addresses, overlay)


def _to_gateway(name: str, subject: str, target: str, addresses: frozenset[str], overlay: OverlayNetwork) -> Check:
    """A warning only: assumed: the address of a gateway node is one of its interface's."""
    if not overlay.gateways or addresses & overlay.gateways:
        return Check(name, Status.PASS, subject, f"to {target}", "to the active gateway")
    todo = "NC2 moves the route with its active gateway. If it stays so, open a case with Nutanix."
    found = f"to {target}, {', '.join(sorted(addresses))}"
    return Check(name, Status.WARN, subject, found, f"to {', '.join(sorted(overlay.gateways))}", todo)


def _groups(network: Network, vpc_id: str, survivor: Survivor) -> Check:
    there = [group.id for group in network.groups if group.vpc_id == vpc_id and EXTERNAL_TAG in group.tags]
    return Check.of(
        "cluster access",
        vpc_id,
        ", ".join(there) or "none",
        good=bool(there),
        expected=f"a group with the tag {EXTERNAL_TAG}",
        what_to_do=f"Run pulumi up on the stack of {survivor.name}. NC2's own groups let in nobody but the VPC.",
    )
