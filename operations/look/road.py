"""The road to a VM and back: from the far side, through AWS and the overlay, to the VM's NIC.

It begins where users come in: at a connection to on-premises, or where another VPC is attached to a transit gateway. It
goes on where the walk through AWS ends, in the VPC of the NC2 cluster: the table of the attachment's subnets, NC2's
route to the active gateway's node, the security groups of that node, the transit VPC's prefixes, the workload VPC, the
VM. A missing step is a broken road.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from operations.look.aws_network import Attachment, Network, Route
from operations.look.overlay_network import OverlayNetwork, OverlayVm, OverlayVpc
from operations.look.reachability import Reachability, Walk
from topology import EXTERNAL_TAG

_ANY_PROTOCOL = "-1"


@dataclass(frozen=True)
class Road:
    """Both sites: their AWS networks, their overlays, and the VPCs of their NC2 clusters, by site name."""

    aws: Reachability
    overlays: Mapping[str, OverlayNetwork]
    vpcs: Mapping[str, str]

    def from_attachment(self, site: str, attachment: Attachment, source: IPv4Network, to: IPv4Address) -> Walk:
        """There and back between whoever comes in by an attachment of this site, and a VM.

        The walk there, or the walk back where that one is lost.
        """
        there = self._onward(self.aws.from_outside(site, attachment, IPv4Network(to)), source, to)
        return there if there.why else self._with_way_back(there, source, to, attachment.resource_id)

    def _onward(self, walk: Walk, source: IPv4Network, to: IPv4Address) -> Walk:
        """From the VPC where the walk through AWS has ended to the VM."""
        if walk.why:
            return walk
        site = next((name for name, vpc_id in self.vpcs.items() if vpc_id == walk.end), None)
        if site is None:
            return Walk(walk.hops, None, f"handed to {walk.end}, which is the VPC of no NC2 cluster")
        step = _Steps(self.aws.sites[site], self.overlays[site], walk.hops)
        return step.to_vm(source, to)

    def _with_way_back(self, there: Walk, source: IPv4Network, to: IPv4Address, end: str) -> Walk:
        """`there`, or the way back where it does not end where the packet came from."""
        site, vm = next((name, vm) for name in self.overlays for vm in self._running(name, to))
        overlay, network = self.overlays[site], self.aws.sites[site]
        vpc = next(one for one in overlay.vpcs if one.id == vm.vpc_id)
        lost = _way_out(vpc, source)
        if lost:
            return Walk((vm.name, vpc.name), None, lost)
        interface = network.interfaces[next(hop for hop in there.hops if hop in network.interfaces)]
        back = self.aws.walk(site, network.subnets[interface.subnet_id], source)
        if back.why or back.end == end:
            return there if not back.why else Walk((vm.name, vpc.name, *back.hops), None, back.why)
        return Walk((vm.name, vpc.name, *back.hops), back.end, f"answered to {back.end}, not to {end}")

    def _running(self, site: str, address: IPv4Address) -> list[OverlayVm]:
        return [vm for vm in self.overlays[site].vms if vm.address == address and vm.on]


@dataclass
class _Steps:
    """The steps from the VPC to the VM. `hops`: those before."""

    network: Network
    overlay: OverlayNetwork
    hops: tuple[str, ...]

    def to_vm(self, source: IPv4Network, to: IPv4Address) -> Walk:
        interface, why = self._interface(to)
        why = why or self._group_lost(interface, source) or self._overlay_lost(to)
        if why:
            return Walk(self.hops, None, why)
        vpc, why = self._vpc(to)
        running = [vm for vm in self.overlay.vms if vpc and vm.vpc_id == vpc.id and vm.address == to and vm.on]
        if not running:
            return Walk(self.hops, None, why or f"no VM that runs has {to} in VPC {vpc.name if vpc else 'none'}")
        name = running[0].name
        return Walk((*self.hops, self.overlay.transit_vpc, vpc.name if vpc else "", name), name)

    def _interface(self, to: IPv4Address) -> tuple[str, str]:
        """The interface that the tables of the attachment's subnets lead to, or why there is none."""
        attachment = next((one for one in self.network.attachments if one.id == self.hops[-2]), None)
        subnets = [self.network.subnets[id] for id in (attachment.subnet_ids if attachment else ())]
        if not subnets:
            return "", f"{self.hops[-2]} brings it in by no subnet of the VPC"
        for subnet in sorted(subnets, key=lambda one: one.cidr):
            route = _longest(self.network.vpc_tables.get(subnet.table_id, ()), to)
            if route is None or not route.target.startswith("eni-"):
                led = f"leads {to} to {route.target}" if route else f"has no route to {to}"
                main = self.network.main_tables.get(subnet.vpc_id, "")
                hint = "" if main == subnet.table_id else f": NC2 writes its routes into the main table, {main}"
                return "", f"{subnet.table_id}, the table of the attachment's subnet {subnet.id}, {led}{hint}"
        assert route is not None
        self.hops = (*self.hops, subnet.table_id, route.target)
        return route.target, "" if route.target in self.network.interfaces else f"{route.target} is gone"

    def _group_lost(self, interface_id: str, source: IPv4Network) -> str:
        vpc_id = self.network.interfaces[interface_id].vpc_id
        for group in self.network.groups:
            covering = (protocol == _ANY_PROTOCOL and source.subnet_of(cidr) for cidr, protocol in group.ingress)
            if group.vpc_id == vpc_id and EXTERNAL_TAG in group.tags and any(covering):
                return ""
        return f"no security group of {vpc_id} with the tag {EXTERNAL_TAG} lets {source} in"

    def _overlay_lost(self, to: IPv4Address) -> str:
        if any(to in prefix for prefix in self.overlay.routable):
            return ""
        return f"{to} is in no externally routable prefix of {self.overlay.transit_vpc}"

    def _vpc(self, to: IPv4Address) -> tuple[OverlayVpc | None, str]:
        for vpc in self.overlay.vpcs:
            if vpc.no_nat and any(to in prefix for prefix in vpc.prefixes):
                return vpc, ""
        return None, f"no VPC with an external subnet without NAT has {to} among its externally routable prefixes"


def _way_out(vpc: OverlayVpc, source: IPv4Network) -> str:
    """Why an answer does not leave the VPC with the VM's own address; empty where it does."""
    covering = [(prefix, external) for prefix, external in vpc.routes if source.subnet_of(prefix)]
    if not covering:
        return f"VPC {vpc.name} has no route to {source}"
    prefix, external = max(covering, key=lambda route: route[0].prefixlen)
    return "" if external in vpc.no_nat else f"VPC {vpc.name} leads {prefix} out by an external subnet with NAT"


def _longest(routes: tuple[Route, ...], to: IPv4Address) -> Route | None:
    covering = [route for route in routes if to in route.destination and route.state == "active"]
    return max(covering, key=lambda route: route.destination.prefixlen, default=None)
