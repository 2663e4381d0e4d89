"""The registered targets of the load balancer: the active site's web VMs, and none on the other site."""

from collections.abc import Mapping
from typing import Any, Self

import pulumi
from pulumi import Output, ResourceOptions

from components.ingress.floating_ips import addresses, floating_ips, members
from components.ingress.load_balancer import LoadBalancer
from components.overlay import Overlay
from components.published import Published
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

    drained: tuple[TargetRegistrations, ...] = ()
    """What the failover must wait for."""
    registered: TargetRegistrations | None = None
    """The registration that comes after the failover, where there is one."""
    failed: Output[dict[str, str]]
    """What could not be led to or registered, by name, with the reason. The others serve."""

    @classmethod
    def of(cls, name: str, stack: Stack, *, balancer: LoadBalancer | None, overlay: Overlay | None) -> Self | None:
        """None without a load balancer."""
        return cls(name, stack, balancer=balancer, overlay=overlay) if balancer else None

    def __init__(self, name: str, stack: Stack, *, balancer: LoadBalancer, overlay: Overlay | None) -> None:
        self._floating_ips = f"{name}-floating-ips"
        self._name, self._model, self._balancer, self._overlay = name, stack.model, balancer, overlay
        model = stack.model
        # Until the other site has taken over, the failover refuses to stand down: nothing drains before it.
        if drains_first(model.is_active, model.failover_mode) and _has_taken_over(stack):
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

    def register(self, active: Output[bool], *recovered: pulumi.Resource) -> None:
        """Make the floating IPs and the registration, after `recovered`: the failover and whatever else brings VMs.

        `active`: whether the failover has come here, which a configuration alone does not say.
        """
        found: Mapping[str, Output[str]] = {}
        failures: list[Output[dict[str, str]]] = []
        # A site without a cluster has nowhere to hold floating IPs.
        if self._overlay is not None:
            balancer = self._balancer.plan
            made = floating_ips(
                self._floating_ips, balancer=balancer, overlay=self._overlay, active=active, after=recovered
            )
            found = addresses(made, balancer, active)
            failures.append(named_failures("floating IP", made.failed))
        if not self.drained:
            self.registered = self._register(found, recovered)
        failures += [named_failures("target", one.failed) for one in (self.registered, *self.drained) if one]
        self.failed = Output.all(*failures).apply(merged)

    def _register(self, found: Mapping[str, Output[str]], after: tuple[pulumi.Resource, ...]) -> TargetRegistrations:
        plan = self._balancer.plan
        return TargetRegistrations(
            self._name,
            region=self._model.me.region,
            target_group_arn=self._balancer.target_group_arn,
            port=plan.port,
            targets=found,
            cidrs=list(self._balancer.vpc_cidrs),
            drain_seconds=plan.deregistration_seconds,
            opts=ResourceOptions(depends_on=[*after, self._balancer]),
        )


def _has_taken_over(stack: Stack) -> bool:
    """Whether the other site is active by its own word, and no newer failover has come back here since.

    This stack's own word is that of its last finished run. A checkout from before the failback would else drain the
    targets of the active site before its failover is refused.
    """
    other = stack.other
    if other.active_site != stack.model.active.name or other.generation is None:
        return False
    own = Published.parse(stack.site.name, stack.own).generation
    return own is not None and own <= other.generation


def named_failures(kind: str, failed: Output[dict[str, str]]) -> Output[dict[str, str]]:
    """The reasons by the kind and the name. States of earlier releases hold none."""
    return failed.apply(lambda found: {f"{kind} '{name}'": why for name, why in (found or {}).items()})


def merged(failures: list[dict[str, str]]) -> dict[str, str]:
    return {name: why for failed in failures for name, why in failed.items()}
