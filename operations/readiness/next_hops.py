"""Where the site's transit gateway leads the address of each protected VM now: the effective route, not ours alone.

The gateway's table first, then the table of the VPC's subnets by which the gateway reaches it, NC2's route there, and
the prefixes that Prism Central routes.
"""

from collections.abc import Iterator, Mapping
from ipaddress import IPv4Address, IPv4Network

from operations.look import Check, Network, OverlayNetwork, Route, Status, Survivor, Table, describe, describe_overlay
from operations.readiness.guest_tools import protected
from prism import PrismError
from topology import HeldRoute, Platform, effective_route, leads_to_node

_NAME, _IN_VPC = "next hop", "next hop in the VPC"
_CARRIES = ("available", "modifying")
Machines = Mapping[IPv4Address, str]


def look(survivor: Survivor) -> list[Check]:
    network = describe(survivor.aws("ec2"))
    table = next((one for one in network.tables if one.id == survivor.outputs.get("transitGatewayRouteTableId")), None)
    machines = _machines(survivor)
    if table is None:
        return [Check.unknown(_NAME, survivor.name, "no route table yet", "Run pulumi up on this stack.")]
    if not machines:
        return [Check.unknown(_NAME, survivor.name, "no protected VM's address is known", "See replication age.")]
    hops = [_hop(table, network, survivor, address, machines[address]) for address in sorted(machines)]
    on_nc2 = survivor.model.platform is Platform.NC2 and survivor.model.has_cluster
    return [*hops, *(_in_vpc(network, survivor, machines) if on_nc2 else ())]


def _machines(survivor: Survivor) -> Machines:
    """The protected VMs by address; of a Prism Central that does not answer, only what the configuration names."""
    found = {IPv4Address(one.address): one.vm for one in survivor.model.overlay.static_addresses}
    return {**found, **dict(_seen(survivor))} if survivor.model.has_cluster else found


def _seen(survivor: Survivor) -> Iterator[tuple[IPv4Address, str]]:
    try:
        vms = protected(survivor)
    except PrismError:
        return
    routed = [IPv4Network(one) for one in survivor.model.overlay.externally_routable_prefixes]
    for vm in vms:
        for nic in vm.nics or ():
            if nic.ip and any(IPv4Address(nic.ip) in prefix for prefix in routed):
                yield IPv4Address(nic.ip), vm.label


def _hop(table: Table, network: Network, survivor: Survivor, address: IPv4Address, name: str) -> Check:
    route = effective_route((one.held for one in table.routes if one.held), address)
    wanted, good = _judged(route, network, survivor)
    found = f"{route.destination}, a {route.kind}, to {route.leads_to}" if route else "no route"
    # At the standby the road may lead nowhere without a peering; a failover makes it.
    bad = Status.FAIL if survivor.model.is_active else Status.WARN
    todo = "" if good else f"Remove what leads it there in {table.id}, or run pulumi up on {survivor.name}."
    return Check(_NAME, Status.PASS if good else bad, f"{name} ({address})", found, wanted, todo)


def _judged(route: HeldRoute | None, network: Network, survivor: Survivor) -> tuple[str, bool]:
    """What was wanted, and whether the route leads there; a route that the configuration accepts does."""
    model = survivor.model
    wanted = "to the peering"
    if model.is_active:
        wanted = f"to {survivor.outputs.get('vpcId')}" if model.platform is Platform.NC2 else "to a VPC"
    if route is None or not route.leads:
        return wanted, False
    if str(route.destination) in model.me.existing.accepted_routes:
        return wanted, True
    onward = next((one for one in network.attachments if one.id == route.attachment_id), None)
    if onward is None or onward.kind != ("vpc" if model.is_active else "peering"):
        return wanted, False
    known = model.is_active and model.platform is Platform.NC2
    return wanted, not known or onward.resource_id == survivor.outputs.get("vpcId")


def _in_vpc(network: Network, survivor: Survivor, machines: Machines) -> Iterator[Check]:
    """One check for each VM that is lost there, and one for all others. At the standby: as a failover would find it."""
    vpc_id = str(survivor.outputs.get("vpcId"))
    attached = [one for one in network.attachments if one.resource_id == vpc_id and one.state in _CARRIES]
    tables = dict.fromkeys(network.subnets[id].table_id for one in attached for id in one.subnet_ids)
    if not tables:
        yield Check.unknown(_IN_VPC, vpc_id, "no subnet of it is attached to a gateway", "See attachment.")
        return
    try:
        overlay = describe_overlay(survivor.prism, survivor.model.me.transit_vpc)
    except PrismError as error:
        yield Check.unknown(_IN_VPC, survivor.name, str(error), "Check this site's Prism Central.")
        return
    through = 0
    for address in sorted(machines):
        why = _lost(network, overlay, tables, address, survivor.model.me.existing.accepted_routes)
        through += not why
        if why:
            todo = f"Remove what leads it there, or see NC2's route. Every packet to {machines[address]} ends there."
            yield Check(_IN_VPC, Status.FAIL, f"{machines[address]} ({address})", why, "to a node", todo)
    if through:
        found = f"{through} of {len(machines)} VMs by {', '.join(tables)} to a node"
        yield Check(_IN_VPC, Status.PASS, survivor.name, found, "to a node")


def _lost(
    network: Network, overlay: OverlayNetwork, tables: Mapping[str, None], to: IPv4Address, accepted: tuple[str, ...]
) -> str:
    """Why a packet that the gateway has handed to the VPC does not come to the VM's network; empty where it does."""
    for table in tables:
        route: Route | None = effective_route(network.vpc_tables.get(table, ()), to)
        if route is None:
            return f"{table} has no route"
        if str(route.destination) not in accepted and not leads_to_node(route):
            return f"{table} leads {route.destination} to {route.target} ({route.state})"
        if route.target.startswith("eni-") and route.target not in network.interfaces:
            return f"{table} leads {route.destination} to {route.target}, which is gone"
    if not any(to in prefix for prefix in overlay.routable):
        return f"in no externally routable prefix of {overlay.transit_vpc}"
    if not any(to in prefix for vpc in overlay.vpcs if vpc.no_nat for prefix in vpc.prefixes):
        return "in no externally routable prefix of a VPC with an external subnet without NAT"
    return ""
