"""Where the site's transit gateway leads the address of each protected VM now: the effective route, not ours alone."""

from collections.abc import Iterator, Mapping
from ipaddress import IPv4Address, IPv4Network

from operations.look import Check, Network, Status, Survivor, Table, describe
from operations.readiness.guest_tools import protected
from prism import PrismError
from topology import HeldRoute, Platform, effective_route

_NAME = "next hop"


def look(survivor: Survivor) -> list[Check]:
    network = describe(survivor.aws("ec2"))
    table = next((one for one in network.tables if one.id == survivor.outputs.get("transitGatewayRouteTableId")), None)
    machines = _machines(survivor)
    if table is None:
        return [Check.unknown(_NAME, survivor.name, "no route table yet", "Run pulumi up on this stack.")]
    if not machines:
        return [Check.unknown(_NAME, survivor.name, "no protected VM's address is known", "See replication age.")]
    return [_hop(table, network, survivor, address, machines[address]) for address in sorted(machines)]


def _machines(survivor: Survivor) -> Mapping[IPv4Address, str]:
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
    if route is None or route.state != "active":
        return wanted, False
    if str(route.destination) in model.me.existing.accepted_routes:
        return wanted, True
    onward = next((one for one in network.attachments if one.id == route.attachment_id), None)
    if onward is None or onward.kind != ("vpc" if model.is_active else "peering"):
        return wanted, False
    known = model.is_active and model.platform is Platform.NC2
    return wanted, not known or onward.resource_id == survivor.outputs.get("vpcId")
