"""The application load balancer in front of the site's web VMs: listeners, target group, security group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import ec2, lb, vpc

from components.existing import Existing
from components.ingress.access_logs import AccessLogs
from components.network import Network
from components.stack import Stack
from topology import LoadBalancer as LoadBalancerModel
from topology import Tier

# TLS 1.2 and 1.3 with forward secrecy.
_TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06"
_HEALTH_TIMEOUT_SECONDS = 5
_CHECKS = 2


class LoadBalancer(pulumi.ComponentResource):
    """In every zone of the site, and there before the disaster: idle on the site that is not active.

    It takes what the configured prefixes send to its listeners. It reaches only the flow subnets, which the web VMs'
    floating IPs come from, on the ports of the targets. Floating IPs are addresses of the VPC itself: the `local` route
    of every table leads to them. The load balancer's subnets need no route of the workload's prefixes to NC2's node.
    """

    arn: Output[str]
    dns_name: Output[str]
    zone_id: Output[str]
    """The hosted zone that its own name lies in, for aliases."""
    target_group_arn: Output[str]
    plan: LoadBalancerModel
    vpc_cidrs: tuple[str, ...]

    @classmethod
    def of(cls, name: str, stack: Stack, *, network: Network, existing: Existing) -> Self | None:
        """The site's load balancer; None where the configuration asks for none."""
        plan = stack.model.load_balancer
        return cls(name, stack, plan=plan, network=network, existing=existing) if plan else None

    def __init__(
        self, name: str, stack: Stack, *, plan: LoadBalancerModel, network: Network, existing: Existing
    ) -> None:
        super().__init__("nc2dr:index:LoadBalancer", name, None, stack.aws)
        self._name, self._tags, self.plan = name, stack.tags, plan
        self.vpc_cidrs = existing.vpc_cidrs(stack.site)
        self._child = ResourceOptions(parent=self)
        # assumed: the web VMs' floating IPs lie in the flow subnets.
        group = self._security_group(network.vpc_id, existing.cidrs(stack.site, Tier.FLOW))
        logs = AccessLogs.of(f"{name}-logs", stack, plan=plan.access_logs, opts=self._child)
        balancer = lb.LoadBalancer(
            name,
            load_balancer_type="application",
            internal=False,
            security_groups=[group],
            subnets=list(network.subnet_ids[Tier.PUBLIC]),
            drop_invalid_header_fields=True,
            access_logs=_logged(logs),
            tags=self._tags.named("alb"),
            opts=ResourceOptions(parent=self, depends_on=list(logs.ready) if logs else [], protect=True),
        )
        self.arn, self.dns_name, self.zone_id = balancer.arn, balancer.dns_name, balancer.zone_id
        self.target_group_arn = self._target_group(network.vpc_id)
        self._listeners(plan.certificate_of(stack.site.name))
        self.register_outputs({"arn": self.arn, "dnsName": self.dns_name})

    def _security_group(self, vpc_id: Output[str], target_cidrs: Sequence[str]) -> Output[str]:
        group = ec2.SecurityGroup(
            f"{self._name}-group",
            description="Load balancer: listeners in, web VMs out",
            vpc_id=vpc_id,
            tags=self._tags.named("alb"),
            # Rules are resources of their own, so that a changed one is replaced alone.
            opts=self._child,
        )
        for port in (80, 443) if self.plan.certificates else (80,):
            for cidr in self.plan.ingress_cidrs:
                self._rule(vpc.SecurityGroupIngressRule, "in", group.id, port, cidr)
        for port in self.plan.egress_ports:
            for cidr in target_cidrs:
                self._rule(vpc.SecurityGroupEgressRule, "out", group.id, port, cidr)
        return group.id

    def _rule(
        self,
        kind: type[vpc.SecurityGroupIngressRule] | type[vpc.SecurityGroupEgressRule],
        direction: str,
        group_id: Output[str],
        port: int,
        cidr: str,
    ) -> None:
        kind(
            f"{self._name}-{direction}-{port}-{cidr}",
            security_group_id=group_id,
            cidr_ipv4=cidr,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            opts=self._child,
        )

    def _target_group(self, vpc_id: Output[str]) -> Output[str]:
        check = self.plan.health_check
        return lb.TargetGroup(
            f"{self._name}-web",
            target_type="ip",
            protocol="HTTP",
            port=self.plan.port,
            vpc_id=vpc_id,
            deregistration_delay=self.plan.deregistration_seconds,
            health_check={
                "protocol": "HTTP",
                "path": check.path,
                "port": str(check.port) if check.port else "traffic-port",
                "matcher": check.status_codes,
                "interval": check.interval_seconds,
                "timeout": _HEALTH_TIMEOUT_SECONDS,
                "healthy_threshold": _CHECKS,
                "unhealthy_threshold": _CHECKS,
            },
            tags=self._tags.named("web"),
            opts=self._child,
        ).arn

    def _listeners(self, certificate: str | None) -> None:
        forward = {"type": "forward", "target_group_arn": self.target_group_arn}
        to_https = {"type": "redirect", "redirect": {"port": "443", "protocol": "HTTPS", "status_code": "HTTP_301"}}
        self._listener("http", "HTTP", 80, to_https if certificate else forward)
        if certificate:
            self._listener("https", "HTTPS", 443, forward, certificate)

    def _listener(self, key: str, protocol: str, port: int, action: Any, certificate: str | None = None) -> None:
        lb.Listener(
            f"{self._name}-{key}",
            load_balancer_arn=self.arn,
            protocol=protocol,
            port=port,
            default_actions=[action],
            certificate_arn=certificate,
            ssl_policy=_TLS_POLICY if certificate else None,
            opts=self._child,
        )


def _logged(logs: AccessLogs | None) -> lb.LoadBalancerAccessLogsArgs:
    """Access logs are switched off explicitly: the provider leaves them as they are if the block is missing."""
    if logs is None:
        return lb.LoadBalancerAccessLogsArgs(bucket="", enabled=False)
    return lb.LoadBalancerAccessLogsArgs(bucket=logs.bucket, prefix=logs.prefix, enabled=True)
