"""The registered targets of the load balancer: the active site's web VMs, and none on the other site."""

from collections.abc import Mapping
from typing import Any, Self

import pulumi
from pulumi import Output, ResourceOptions

from components.ingress.floating_ips import floating_ips, members
from components.ingress.load_balancer import LoadBalancer
from components.overlay import Overlay
from components.stack import Stack
from providers.target_registrations import TargetRegistrations
from topology import drains_first


class Targets:
    """Registers and deregisters in the order in which no request is lost.

    The site that becomes active: failover, floating IPs, registration, so that no request goes to a VM that is not
    there. The site that is left: in a planned failover deregistration first, so that requests under way end before
    their VMs stop; in an unplanned one the stale VMs stop first. Deregistration waits until the targets are drained.
    All targets are one resource because Pulumi deletes last: one resource per target would be drained after its VM
    stopped.
    """

    drained: tuple[pulumi.Resource, ...] = ()
    """What the failover must wait for."""
    registered: pulumi.Resource | None = None
    """The registration that comes after the failover, where there is one."""

    @classmethod
    def of(cls, name: str, stack: Stack, *, balancer: LoadBalancer | None, overlay: Overlay | None) -> Self | None:
        """None without a load balancer."""
        return cls(name, stack, balancer=balancer, overlay=overlay) if balancer else None

    def __init__(self, name: str, stack: Stack, *, balancer: LoadBalancer, overlay: Overlay | None) -> None:
        self._floating_ips = f"{name}-floating-ips"
        self._name, self._model, self._balancer, self._overlay = name, stack.model, balancer, overlay
        model = stack.model
        # Until the other site has taken over, the failover refuses to stand down: nothing drains before it.
        if drains_first(model.is_active, model.failover_mode) and stack.other.active_site == model.active.name:
            self.drained = (self._register({}, ()),)

    @property
    def awaited(self) -> Mapping[str, Any] | None:
        """The floating IPs of the active site that may still wait for their VMs, as a StoreRecovery takes them."""
        if not self._model.is_active or self._overlay is None:
            return None
        return {
            "owner": f"{pulumi.get_project()}/{pulumi.get_stack()}/{self._floating_ips}",
            "members": members(self._balancer.plan, active=True),
            "external_subnet_id": self._overlay.nat_subnet_id,
        }

    def register(self, *recovered: pulumi.Resource) -> None:
        """Make the floating IPs and the registration, after `recovered`: the failover and whatever else brings VMs."""
        addresses: Mapping[str, Output[str]] = {}
        # A site without a cluster has nowhere to hold floating IPs.
        if self._overlay is not None:
            addresses = floating_ips(
                self._floating_ips,
                balancer=self._balancer.plan,
                overlay=self._overlay,
                active=self._model.is_active,
                after=recovered,
            )
        if not self.drained:
            self.registered = self._register(addresses if self._model.is_active else {}, recovered)

    def _register(
        self, addresses: Mapping[str, Output[str]], after: tuple[pulumi.Resource, ...]
    ) -> TargetRegistrations:
        plan = self._balancer.plan
        return TargetRegistrations(
            self._name,
            region=self._model.me.region,
            target_group_arn=self._balancer.target_group_arn,
            port=plan.port,
            targets=addresses,
            cidrs=list(self._balancer.vpc_cidrs),
            drain_seconds=plan.deregistration_seconds,
            opts=ResourceOptions(depends_on=[*after, self._balancer]),
        )
