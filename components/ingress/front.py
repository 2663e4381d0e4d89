"""What users come in by: the load balancer with its targets, the firewall before it, the name that leads to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import pulumi
from pulumi import Input, ResourceOptions

from components.existing.existing import Existing
from components.ingress.dns import Dns
from components.ingress.firewall import Firewall
from components.ingress.load_balancer import LoadBalancer
from components.ingress.targets import Targets
from components.names import Names
from components.network.network import Network
from components.overlay.overlay import Overlay
from components.site_outputs import SiteOutputs
from topology import SiteModel


@dataclass(frozen=True)
class Front:
    """All of it stands on both sites before the disaster; only the targets follow the active site.

    Each part is None where the configuration asks for none.
    """

    model: SiteModel
    balancer: LoadBalancer | None
    dns: Dns | None
    targets: Targets | None

    @classmethod
    def of(
        cls,
        model: SiteModel,
        *,
        network: Network,
        existing: Existing,
        overlay: Overlay | None,
        other: SiteOutputs,
        names: Names,
        opts: ResourceOptions,
    ) -> Self:
        balancer = LoadBalancer.of(model, "front", network=network, existing=existing, names=names, opts=opts)
        Firewall.of(model, "firewall", balancer=balancer, names=names, opts=opts)
        dns = Dns.of(model, "dns", balancer=balancer, other=other, names=names, opts=opts)
        return cls(model, balancer, dns, Targets.of(model, "targets", balancer=balancer, overlay=overlay, other=other))

    @property
    def drained(self) -> tuple[pulumi.Resource, ...]:
        """What the failover must wait for."""
        return self.targets.drained if self.targets else ()

    @property
    def pending(self) -> tuple[str, ...]:
        """What is missing and who makes it, for people."""
        return self.dns.pending if self.dns else ()

    @property
    def followed(self) -> tuple[pulumi.Resource, ...]:
        """What has followed the failover: users reach what came first before anything else is begun."""
        return (self.targets.registered,) if self.targets and self.targets.registered else ()

    @property
    def awaited(self) -> Mapping[str, Any] | None:
        """The floating IPs that may wait for VMs which come later, where there are any."""
        return self.targets.awaited if self.targets else None

    @property
    def published(self) -> Mapping[str, Input[str] | None]:
        """What the other stack has to know, and who looks at the targets' health."""
        return {
            "load_balancer_dns_name": self.balancer.dns_name if self.balancer else None,
            "target_group_arn": self.balancer.target_group_arn if self.balancer else None,
            "hosted_zone_id": self.dns.zone_id if self.dns and self.model.is_home else None,
        }

    def follow(self, *recovered: pulumi.Resource) -> None:
        """Make what comes after the failover, and after whatever else brings the VMs."""
        if self.targets:
            self.targets.follow(*recovered)
