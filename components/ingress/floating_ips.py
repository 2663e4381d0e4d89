"""The floating IPs of the web VMs: how the load balancer, which is outside the overlay, reaches them."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi import Output, ResourceOptions

from components.cluster import goes_with
from components.overlay import Overlay
from providers.floating_ips import FloatingIps
from topology import LoadBalancer


def floating_ips(
    name: str, *, balancer: LoadBalancer, overlay: Overlay, active: Output[bool], after: Sequence[pulumi.Resource]
) -> FloatingIps:
    """One for each web VM, by the VM's name.

    Both sites hold one for each, so that an exhausted pool shows before the disaster. On the active site they lead to
    the VMs, on the other site to nothing. `active`: whether the failover has come here. `after`: what brings the VMs.
    """
    return FloatingIps(
        name,
        members=active.apply(lambda here: members(balancer, active=here)),
        external_subnet_id=overlay.nat_subnet_id,
        # A stack that is made from nothing is there before the VMs are.
        await_vms=True,
        # A cluster of this stack takes them along when the site stands down.
        opts=ResourceOptions.merge(
            goes_with(overlay.cluster), ResourceOptions(depends_on=list(after), protect=overlay.cluster is None)
        ),
    )


def members(balancer: LoadBalancer, *, active: bool) -> dict[str, dict[str, str]]:
    """One for each target, which leads to its VM on the active site."""
    return {target.vm: {"vm": target.vm, "private_ip": target.address} if active else {} for target in balancer.targets}


def addresses(made: FloatingIps, balancer: LoadBalancer, active: Output[bool]) -> Mapping[str, Output[str]]:
    """The address of each web VM on the active site. Empty on the other, and for one without a floating IP."""
    return {target.vm: _of(made, target.vm, active) for target in balancer.targets}


def _of(made: FloatingIps, vm: str, active: Output[bool]) -> Output[str]:
    address: Output[str] = made.addresses.apply(lambda found: (found or {}).get(vm, ""))
    return active.apply(lambda here: address if here else "")
