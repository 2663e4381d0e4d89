"""A site's overlay as its Prism Central describes it: the transit VPC, the VPCs joined to it, and the VMs in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from prism import PrismCentral
from prism.networking import Routes, RouteTables, Subnet, Subnets, Vpc, Vpcs
from prism.vmm import Vms


@dataclass(frozen=True)
class OverlayVpc:
    """A VPC. `no_nat`: the external subnets without NAT that it is joined to; `routes`: (destination, external id)."""

    id: str
    name: str
    prefixes: tuple[IPv4Network, ...]
    no_nat: frozenset[str]
    routes: tuple[tuple[IPv4Network, str], ...]


@dataclass(frozen=True)
class OverlayVm:
    """A VM's NIC in an overlay VPC."""

    name: str
    address: IPv4Address
    vpc_id: str
    on: bool


@dataclass(frozen=True)
class OverlayNetwork:
    """`routable`: the prefixes of the transit VPC, which NC2 routes in AWS; `gateways`: its active nodes' addresses."""

    transit_vpc: str
    routable: tuple[IPv4Network, ...]
    gateways: frozenset[str]
    vpcs: tuple[OverlayVpc, ...]
    vms: tuple[OverlayVm, ...]


def describe_overlay(prism: PrismCentral, transit_vpc: str) -> OverlayNetwork:
    """The overlay of a Prism Central; reads only. Raises what its client raises."""
    with prism.one_look():
        vpcs, subnets = list(Vpcs(prism).list()), {subnet.id: subnet for subnet in Subnets(prism).list()}
        transit = next((vpc for vpc in vpcs if vpc.name == transit_vpc), None)
        joined = [vpc for vpc in vpcs if vpc is not transit]
        return OverlayNetwork(
            transit_vpc,
            _prefixes(transit) if transit else (),
            frozenset(node for vpc in joined for one in vpc.external_subnets or [] for node in one.active_nodes),
            tuple(_vpc(prism, vpc, subnets) for vpc in joined),
            tuple(_vms(prism, subnets)),
        )


def _vpc(prism: PrismCentral, vpc: Vpc, subnets: Mapping[str, Subnet]) -> OverlayVpc:
    externals = [subnets[one.subnet_reference] for one in vpc.external_subnets or [] if one.subnet_reference in subnets]
    routes = [
        (IPv4Network(str(route.destination)), str(route.nexthop.nexthop_reference))
        for route in Routes(prism, RouteTables(prism).of_vpc(vpc.id).id).list()
        if route.route_type == "STATIC" and route.nexthop and route.destination
    ]
    no_nat = frozenset(external.id for external in externals if not external.is_nat_enabled)
    return OverlayVpc(vpc.id, vpc.label, _prefixes(vpc), no_nat, tuple(routes))


def _prefixes(vpc: Vpc) -> tuple[IPv4Network, ...]:
    return tuple(IPv4Network(str(prefix)) for prefix in vpc.externally_routable_prefixes or [])


def _vms(prism: PrismCentral, subnets: Mapping[str, Subnet]) -> Iterator[OverlayVm]:
    for vm in Vms(prism).list():
        for nic in vm.nics or []:
            subnet = subnets.get(nic.subnet_id or "")
            if nic.ip and subnet and subnet.vpc_reference:
                yield OverlayVm(vm.label, IPv4Address(nic.ip), subnet.vpc_reference, vm.power_state == "ON")
