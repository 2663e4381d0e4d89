"""What users come in by: the load balancer with its targets, the firewall, and the DNS name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import pulumi
from pulumi import Input, Output

from components.existing import Existing
from components.ingress.dns import Dns
from components.ingress.firewall import Firewall
from components.ingress.load_balancer import LoadBalancer
from components.ingress.targets import Targets, merged, named_failures
from components.network import Network
from components.overlay import Overlay
from components.stack import Stack
from providers.base import SERVED_IN_PART
from topology import SiteModel


@dataclass(frozen=True)
class Ingress:
    """All of it stands on both sites before the disaster; only the targets follow the active site.

    Each part is None where the configuration asks for none.
    """

    balancer: LoadBalancer | None
    dns: Dns | None
    targets: Targets | None
    is_home: bool

    @classmethod
    def of(cls, stack: Stack, *, network: Network, existing: Existing, overlay: Overlay | None) -> Self:
        """The parts that the configuration asks for."""
        balancer = LoadBalancer.of("front", stack, network=network, existing=existing)
        Firewall.of("firewall", stack, balancer=balancer)
        dns = Dns.of("dns", stack, balancer=balancer)
        targets = Targets.of("targets", stack, balancer=balancer, overlay=overlay)
        return cls(balancer, dns, targets, stack.model.is_home)

    @property
    def drained(self) -> tuple[pulumi.Resource, ...]:
        """What the failover must wait for."""
        return self.targets.drained if self.targets else ()

    @property
    def pending(self) -> tuple[str, ...]:
        """What is missing and who makes it."""
        return self.dns.pending if self.dns else ()

    @property
    def registered(self) -> tuple[pulumi.Resource, ...]:
        """The registration of the targets after the failover, where there is one."""
        return (self.targets.registered,) if self.targets and self.targets.registered else ()

    @property
    def awaited(self) -> Mapping[str, Any] | None:
        """The floating IPs that may wait for VMs which come later, where there are any."""
        return self.targets.awaited if self.targets else None

    @property
    def published(self) -> Mapping[str, Input[str] | None]:
        """What the other stack has to know, and whoever looks at the health of the targets."""
        return {
            "load_balancer_dns_name": self.balancer.dns_name if self.balancer else None,
            "target_group_arn": self.balancer.target_group_arn if self.balancer else None,
            "hosted_zone_id": self.dns.zone_id if self.dns and self.is_home else None,
        }

    def register_targets(self, reached: Output[SiteModel], *recovered: pulumi.Resource) -> None:
        """Lead users to the VMs of the active site, after `recovered`: the failover and whatever else brings VMs."""
        if self.targets:
            self.targets.register(reached.apply(lambda model: model.is_active), *recovered)

    def expect_all_served(self, *restored: Output[dict[str, str]]) -> None:
        """End the run as failed, by name, if a floating IP or a target failed. Nothing waits for this.

        `restored`: floating IPs that failed for VMs from the recovery point store, which come after the others.
        Everything else of the run is done by then, and its outputs are published: one of many stops no other. A preview
        does not know yet.
        """
        if self.targets:
            named = [named_failures("floating IP", one) for one in restored]
            Output.all(self.targets.failed, *named).apply(lambda found: _expect_none(merged(found)))


def _expect_none(failed: Mapping[str, str]) -> None:
    if failed:
        lines = "".join(f"\n  {name}: {why}" for name, why in sorted(failed.items()))
        raise pulumi.RunError(
            f"{SERVED_IN_PART} ({len(failed)}). Everything else of this run is done, and its outputs are "
            f"published. Correct what is named; the next pulumi up tries again:{lines}"
        )
