"""The application load balancer before the site's web VMs: its listeners, its target group, its security group."""

from collections.abc import Sequence
from typing import Any, Self

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import ec2, lb, vpc

from components.existing.existing import Existing
from components.ingress.access_logs import AccessLogs
from components.names import Names
from components.network.network import Network
from topology import LoadBalancer as LoadBalancerModel
from topology import SiteModel, Tier

# TLS 1.2 and 1.3 with forward secrecy.
_TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06"
_HEALTH_TIMEOUT_SECONDS = 5
_CHECKS = 2


class LoadBalancer(pulumi.ComponentResource):
    """Stands in every zone of the site and is there before the disaster, idle on the site that is not active.

    It takes what the configured prefixes send to its listeners, and reaches nothing but the flow subnets, which NC2
    takes the web VMs' floating IPs from, on the targets' ports.
    """

    arn: Output[str]
    dns_name: Output[str]
    zone_id: Output[str]
    """The hosted zone that its own name lies in, for aliases."""
    target_group_arn: Output[str]
    plan: LoadBalancerModel
    vpc_cidrs: tuple[str, ...]

    @classmethod
    def of(
        cls,
        model: SiteModel,
        name: str,
        *,
        network: Network,
        existing: Existing,
        names: Names,
        opts: ResourceOptions,
    ) -> Self | None:
        """The site's load balancer; None where the configuration asks for none."""
        if model.load_balancer is None:
            return None
        return cls(
            name,
            plan=model.load_balancer,
            site=model.me.name,
            network=network,
            target_cidrs=existing.cidrs(model.me, Tier.FLOW),
            vpc_cidrs=existing.vpc_cidrs(model.me),
            names=names,
            opts=opts,
        )

    def __init__(
        self,
        name: str,
        *,
        plan: LoadBalancerModel,
        site: str,
        network: Network,
        target_cidrs: Sequence[str],
        vpc_cidrs: Sequence[str],
        names: Names,
        opts: ResourceOptions | None = None,
    ) -> None:
        """`target_cidrs`: where the floating IPs lie; `vpc_cidrs`: all blocks of the VPC."""
        super().__init__("nc2dr:index:LoadBalancer", name, None, opts)
        self._name, self._names, self.plan, self.vpc_cidrs = name, names, plan, tuple(vpc_cidrs)
        self._child = ResourceOptions(parent=self)
        group = self._security_group(network.vpc_id, target_cidrs)
        logs = AccessLogs.of(plan.access_logs, name, site=site, names=names, opts=self._child)
        balancer = lb.LoadBalancer(
            name,
            load_balancer_type="application",
            internal=False,
            security_groups=[group],
            subnets=list(network.subnet_ids[Tier.PUBLIC]),
            drop_invalid_header_fields=True,
            access_logs=_logged(logs),
            tags=names.tag("alb"),
            opts=ResourceOptions(parent=self, depends_on=list(logs.ready) if logs else []),
        )
        self.arn, self.dns_name, self.zone_id = balancer.arn, balancer.dns_name, balancer.zone_id
        self.target_group_arn = self._target_group(network.vpc_id)
        self._listeners(plan.certificate_of(site))
        self.register_outputs({"arn": self.arn, "dnsName": self.dns_name})

    def _security_group(self, vpc_id: Output[str], target_cidrs: Sequence[str]) -> Output[str]:
        group = ec2.SecurityGroup(
            f"{self._name}-group",
            description="Load balancer: listeners in, web VMs out",
            vpc_id=vpc_id,
            tags=self._names.tag("alb"),
            # Rules are resources of their own, so that a changed one is replaced alone.
            opts=self._child,
        )
        for port in (80, 443) if self.plan.certificates else (80,):
            for cidr in self.plan.ingress_cidrs:
                vpc.SecurityGroupIngressRule(
                    f"{self._name}-in-{port}-{cidr}",
                    security_group_id=group.id,
                    cidr_ipv4=cidr,
                    ip_protocol="tcp",
                    from_port=port,
                    to_port=port,
                    opts=self._child,
                )
        for port in self.plan.egress_ports:
            for cidr in target_cidrs:
                vpc.SecurityGroupEgressRule(
                    f"{self._name}-out-{port}-{cidr}",
                    security_group_id=group.id,
                    cidr_ipv4=cidr,
                    ip_protocol="tcp",
                    from_port=port,
                    to_port=port,
                    opts=self._child,
                )
        return group.id

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
            tags=self._names.tag("web"),
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
    """Off is said in words: the provider takes a block that is left out for one to leave as it is."""
    if logs is None:
        return lb.LoadBalancerAccessLogsArgs(bucket="", enabled=False)
    return lb.LoadBalancerAccessLogsArgs(bucket=logs.bucket, prefix=logs.prefix, enabled=True)
