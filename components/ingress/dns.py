"""The name of the service: failover alias records of both sites' load balancers, chosen by their health."""

from collections.abc import Sequence
from typing import Self

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_aws import route53

from components.ingress.load_balancer import LoadBalancer
from components.names import Names
from components.site_outputs import SiteOutputs
from topology import Dns as DnsModel
from topology import SiteModel

_FAILURES = 3
_INTERVAL_SECONDS = 30


class Dns(pulumi.ComponentResource):
    """This site's record; the home site's is PRIMARY. No record changes in a failover: Route 53 answers by health,
    which is its data plane, while its control plane is in one region that may be the one that is lost.

    A load balancer is healthy while one of its targets is, and only the active site has targets. The home site's
    record is held off, besides, while the other site's load balancer answers: users would otherwise be led to the
    copies that a lost site comes back with, before its stack has stopped them. With neither answering, the home site's
    record stands.
    """

    zone_id: Input[str] | None = None
    pending: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        model: SiteModel,
        name: str,
        *,
        balancer: LoadBalancer | None,
        other: SiteOutputs,
        names: Names,
        opts: ResourceOptions,
    ) -> Self | None:
        """None where the configuration names none, or there is nothing to lead to."""
        if model.dns is None or balancer is None:
            return None
        return cls(name, model=model, dns=model.dns, balancer=balancer, other=other, names=names, opts=opts)

    def __init__(
        self,
        name: str,
        *,
        model: SiteModel,
        dns: DnsModel,
        balancer: LoadBalancer,
        other: SiteOutputs,
        names: Names,
        opts: ResourceOptions | None = None,
    ) -> None:
        super().__init__("nc2dr:index:Dns", name, None, opts)
        self._child = ResourceOptions(parent=self)
        self.zone_id = dns.zone_id or (self._zone(name, dns, names) if model.is_home else other.hosted_zone_id)
        missing = [] if self.zone_id else [f"{other.site} to make the hosted zone {dns.zone}"]
        check: Output[str] | None = None
        if model.is_home and other.load_balancer_dns_name is None:
            missing.append(f"the load balancer of {other.site}")
        elif model.is_home:
            check = self._hold_off(name, balancer, other.load_balancer_dns_name or "", names)
        if self.zone_id:
            self._record(name, dns.name, self.zone_id, model, balancer, check)
        self.pending = tuple(missing)
        self.register_outputs({"zoneId": self.zone_id})

    def _zone(self, name: str, dns: DnsModel, names: Names) -> Output[str]:
        return route53.Zone(
            name,
            name=dns.zone,
            comment="The name of the service, which follows the healthy site",
            tags=names.shared("zone"),
            opts=self._child,
        ).zone_id

    def _hold_off(self, name: str, balancer: LoadBalancer, other_name: str, names: Names) -> Output[str]:
        """A check that passes while the other site's load balancer does not answer as a serving one does."""
        protocol, port = balancer.plan.public_protocol
        return route53.HealthCheck(
            f"{name}-other-serves",
            type=protocol,
            fqdn=other_name,
            port=port,
            resource_path=balancer.plan.health_check.path,
            failure_threshold=_FAILURES,
            request_interval=_INTERVAL_SECONDS,
            invert_healthcheck=True,
            tags=names.tag("other-serves"),
            opts=self._child,
        ).id

    def _record(
        self,
        name: str,
        dns_name: str,
        zone_id: Input[str],
        model: SiteModel,
        balancer: LoadBalancer,
        check: Output[str] | None,
    ) -> None:
        aliases: Sequence[route53.RecordAliasArgs] = [
            route53.RecordAliasArgs(name=balancer.dns_name, zone_id=balancer.zone_id, evaluate_target_health=True)
        ]
        route53.Record(
            name,
            zone_id=zone_id,
            name=dns_name,
            type="A",
            set_identifier=model.me.name,
            failover_routing_policies=[{"type": "PRIMARY" if model.is_home else "SECONDARY"}],
            health_check_id=check,
            aliases=aliases,
            opts=self._child,
        )
