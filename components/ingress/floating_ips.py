"""The floating IPs of the web VMs: how the load balancer, which is outside the overlay, reaches them."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi import Output, ResourceOptions

from components.cluster import goes_with
from components.overlay import Overlay
from providers.floating_ips import FloatingIps
from topology import LoadBalancer


def floating_ips(
    name: str, *, balancer: LoadBalancer, overlay: Overlay, active: bool, after: Sequence[pulumi.Resource]
) -> Mapping[str, Output[str]]:
    """The address of each web VM, by the VM's name.

    Both sites hold one for each, so that an exhausted pool shows before the disaster. On the active site they lead to
    the VMs, on the other site to nothing. `after`: what brings the VMs here.
    """
    wanted = members(balancer, active=active)
    made = FloatingIps(
        name,
        members=wanted,
        external_subnet_id=overlay.nat_subnet_id,
        # A stack that is made from nothing is there before the VMs are.
        await_vms=True,
        opts=ResourceOptions.merge(goes_with(overlay.cluster), ResourceOptions(depends_on=list(after))),
    )
    return {vm: _of(made, vm) for vm in wanted}


def members(balancer: LoadBalancer, *, active: bool) -> dict[str, dict[str, str]]:
    """One for each target, which leads to its VM on the active site."""
    return {target.vm: {"vm": target.vm, "private_ip": target.address} if active else {} for target in balancer.targets}


def _of(made: FloatingIps, vm: str) -> Output[str]:
    return made.addresses.apply(lambda addresses: addresses[vm])
