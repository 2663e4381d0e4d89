"""The VMs that the local cloud protects. On a real site somebody has moved them in."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network

from operations import OperationsError
from prism import PrismCentral, Reference
from prism.clustermgmt import Clusters
from prism.networking import Subnets, Vpcs
from prism.prism import Categories
from prism.vmm import Nic, Vm, Vms
from topology import SiteModel, StaticAddress

_COUNT = 3
_FIRST_HOST = 34
_MEMORY = 4 << 30


def machines(model: SiteModel) -> tuple[StaticAddress, ...]:
    """The VMs that the overlay names with their addresses; without any, three in its first subnet."""
    if model.overlay.static_addresses:
        return model.overlay.static_addresses
    subnet = model.overlay.subnets[0]
    taken = [(IPv4Address(first), IPv4Address(last)) for first, last in subnet.dhcp_pools]
    hosts = list(IPv4Network(subnet.cidr).hosts())
    free = [
        host
        for host in (*hosts[_FIRST_HOST - 1 :], *hosts[: _FIRST_HOST - 1])
        if str(host) != subnet.gateway and not any(first <= host <= last for first, last in taken)
    ]
    return tuple(StaticAddress(f"vm-{number}", str(host)) for number, host in enumerate(free[:_COUNT], 1))


def seed(prism: PrismCentral, model: SiteModel, wanted: Sequence[StaticAddress]) -> list[str]:
    """Create and power on the VMs that do not exist yet, protected; answers their names.

    Raises OperationsError when the site's stack has not been upped: its overlay and category must exist.
    """
    category = Categories(prism).find(model.protection.category.key, model.protection.category.value)
    cluster = Clusters(prism).find_by_name(model.me.cluster)
    if category is None or cluster is None:
        raise OperationsError(f"{model.me.name} has no protected category or no cluster yet. Up its stack first.")
    vpc = Vpcs(prism).find_by_name(model.overlay.vpc)
    made = []
    for machine in wanted:
        if Vms(prism).find_by_name(machine.vm) is not None:
            continue
        subnet = next(
            subnet.name for subnet in model.overlay.subnets if IPv4Address(machine.address) in IPv4Network(subnet.cidr)
        )
        found = next(s for s in Subnets(prism).list() if s.name == subnet and vpc and s.vpc_reference == vpc.id)
        vm = Vm(
            name=machine.vm,
            cluster=Reference(ext_id=cluster.id),
            categories=[Reference(ext_id=category.id)],
            nics=[Nic.static(found.id, machine.address)],
            memory_size_bytes=_MEMORY,
            num_sockets=1,
        )
        Vms(prism).power_on(Vms(prism).create(vm))
        made.append(machine.vm)
    return made
