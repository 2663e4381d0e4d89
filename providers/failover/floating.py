"""The floating IPs that a recovery plan gives its VMs, and those that the target has. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address

from prism.datapolicies import PlannedFloatingIp, RecoverySettings
from prism.networking import FloatingIps, Subnet, Subnets
from prism.vmm import Vm
from providers.failover.view import FailoverView

_SETTINGS = 2


@dataclass(frozen=True)
class FloatingIpWish:
    """What the recovery plan gives a VM: any floating IP, or the one of ``address``."""

    vm: str
    address: str = ""


@dataclass(frozen=True)
class Pool:
    """What the plan wishes. ``free``: how many can still be made, None if not known. ``known``: what each leads to."""

    wishes: tuple[FloatingIpWish, ...] = ()
    free: int | None = None
    known: Mapping[str, str] = field(default_factory=dict)


def pool_of(view: FailoverView, here: Iterable[Vm]) -> Pool:
    """The wishes of the plan in this direction. Without any, nothing more is asked."""
    wishes = tuple(_wishes(view))
    if not wishes:
        return Pool()
    names = {nic.id: vm.label for vm in here for nic in vm.nics or []}
    known = list(FloatingIps(view.client).list())
    leads_to = {one.address: names.get(one.nic_id, "" if one.leads_nowhere else "something else") for one in known}
    sizes = [size(subnet) for subnet in Subnets(view.client).list() if subnet.is_external and subnet.is_nat_enabled]
    return Pool(wishes, sum(sizes) - len(known) if sizes else None, leads_to)


def size(subnet: Subnet) -> int:
    """How many addresses the pools of a subnet have."""
    pools = (subnet.ipv4.pool_list if subnet.ipv4 else None) or []
    ends = [(IPv4Address(pool.start_ip.value), IPv4Address(pool.end_ip.value)) for pool in pools]
    return sum(int(last) - int(first) + 1 for first, last in ends)


def _wishes(view: FailoverView) -> Iterator[FloatingIpWish]:
    if not view.client.speaks(RecoverySettings.namespace, _SETTINGS):
        return
    names = {vm.vm_ext_id: vm.vm_name for point in view.points for vm in point.vm_recovery_points or []}
    for setting in RecoverySettings(view.client, view.plan.id).list():
        for one in setting.recovery_setting.floating_ip_associations or []:
            wished = one.primary_floating_ip if view.backwards else one.recovery_floating_ip
            if wished is not None:
                yield FloatingIpWish(names.get(setting.vm_id, setting.vm_id), _address(wished))


def _address(wished: PlannedFloatingIp) -> str:
    return str(wished.ip_address) if wished.ip_address else ""
