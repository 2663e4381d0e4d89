"""The DNS name of the service: failover alias records of both load balancers, chosen by their health."""

from collections.abc import Sequence
from typing import Self

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_aws import route53

from components.ingress.load_balancer import LoadBalancer
from components.stack import Stack
from topology import Dns as DnsModel

_FAILURES = 3
_INTERVAL_SECONDS = 30


class Dns(pulumi.ComponentResource):
    """This site's record; the home site's is PRIMARY. No record changes in a failover: Route 53 answers by health,
    which is its data plane. Its control plane is in one region, which may be the one that is lost.

    A load balancer is healthy while one of its targets is, and only the active site has targets. The home site's
    record is also held off while the other site's load balancer answers: a lost site comes back with stale VMs, and
    users must not be led to them before its stack has stopped them. With neither answering, the home site's record
    stands.
    """

    zone_id: Input[str] | None = None
    pending: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, stack: Stack, *, balancer: LoadBalancer | None) -> Self | None:
        """None where the configuration asks for no name, or there is no load balancer for it to lead to."""
        if stack.model.dns is None or balancer is None:
            return None
        return cls(name, stack, dns=stack.model.dns, balancer=balancer)

    def __init__(self, name: str, stack: Stack, *, dns: DnsModel, balancer: LoadBalancer) -> None:
        super().__init__("nc2dr:index:Dns", name, None, stack.aws)
        self._name, self._stack, self._balancer = name, stack, balancer
        self._child = ResourceOptions(parent=self)
        is_home, other = stack.model.is_home, stack.other
        self.zone_id = dns.zone_id or (self._zone(dns) if is_home else other.hosted_zone_id)
        missing = [] if self.zone_id else [f"{other.site} to make the hosted zone {dns.zone}"]
        check: Output[str] | None = None
        if is_home and other.load_balancer_dns_name is None:
            missing.append(f"the load balancer of {other.site}")
        elif is_home:
            check = self._hold_off(other.load_balancer_dns_name or "")
        if self.zone_id:
            self._record(dns.name, self.zone_id, check)
        self.pending = tuple(missing)
        self.register_outputs({"zoneId": self.zone_id})

    def _zone(self, dns: DnsModel) -> Output[str]:
        return route53.Zone(
            self._name,
            name=dns.zone,
            comment="The name of the service, which follows the healthy site",
            enable_accelerated_recovery=dns.accelerated_recovery,
            tags=self._stack.tags.shared("zone"),
            # The registrar delegates to its name servers, and a new zone has others.
            opts=ResourceOptions(parent=self, protect=True),
        ).zone_id

    def _hold_off(self, other_name: str) -> Output[str]:
        """A check that passes while the other site's load balancer does not answer as a serving one does."""
        plan = self._balancer.plan
        protocol, port = plan.public_protocol
        return route53.HealthCheck(
            f"{self._name}-other-serves",
            type=protocol,
            fqdn=other_name,
            port=port,
            resource_path=plan.health_check.path,
            failure_threshold=_FAILURES,
            request_interval=_INTERVAL_SECONDS,
            invert_healthcheck=True,
            tags=self._stack.tags.named("other-serves"),
            opts=self._child,
        ).id

    def _record(self, dns_name: str, zone_id: Input[str], check: Output[str] | None) -> None:
        balancer = self._balancer
        aliases: Sequence[route53.RecordAliasArgs] = [
            route53.RecordAliasArgs(name=balancer.dns_name, zone_id=balancer.zone_id, evaluate_target_health=True)
        ]
        route53.Record(
            self._name,
            zone_id=zone_id,
            name=dns_name,
            type="A",
            set_identifier=self._stack.site.name,
            failover_routing_policies=[{"type": "PRIMARY" if self._stack.model.is_home else "SECONDARY"}],
            health_check_id=check,
            aliases=aliases,
            opts=ResourceOptions(parent=self, protect=True),
        )
