"""The application load balancer of each site, and the web VMs behind it."""

from dataclasses import dataclass

from topology.choices import FailoverMode
from topology.config import LoadBalancerConfig
from topology.network.overlay import Overlay, StaticAddress

EVERYBODY = "0.0.0.0/0"


@dataclass(frozen=True)
class HealthCheck:
    """A GET of `path` on `port` (None: the targets' own), healthy with one of `status_codes`, such as 200-299."""

    path: str
    port: int | None
    status_codes: str
    interval_seconds: int


@dataclass(frozen=True)
class AccessLogs:
    """`buckets`: (site, bucket) of buckets that are there; none for buckets that this project makes."""

    buckets: tuple[tuple[str, str], ...]
    prefix: str

    def bucket_of(self, site: str) -> str | None:
        """The existing bucket of a site."""
        return dict(self.buckets).get(site)


@dataclass(frozen=True)
class LoadBalancer:
    """`targets`: the web VMs with the addresses they keep; `certificates`: (site, ARN), none for HTTP only."""

    targets: tuple[StaticAddress, ...]
    port: int
    health_check: HealthCheck
    ingress_cidrs: tuple[str, ...]
    certificates: tuple[tuple[str, str], ...]
    access_logs: AccessLogs | None
    deregistration_seconds: int
    nat_subnet: str

    def certificate_of(self, site: str) -> str | None:
        """The ARN of a site's certificate."""
        return dict(self.certificates).get(site)

    @property
    def egress_ports(self) -> tuple[int, ...]:
        """The ports on which the load balancer reaches its targets: the target port and the health check's."""
        return tuple(dict.fromkeys((self.port, self.health_check.port or self.port)))

    @property
    def public_protocol(self) -> tuple[str, int]:
        """The protocol and port that are forwarded to the targets."""
        return ("HTTPS", 443) if self.certificates else ("HTTP", 80)


def drains_first(is_active: bool, mode: FailoverMode) -> bool:
    """Whether a site that is left deregisters its targets before its VMs stop.

    In a planned failover requests under way may end, so that none is lost. In an unplanned failover the stale VMs stop
    first: they must not run beside the recovered ones a second longer than they have to.
    """
    return not is_active and mode is FailoverMode.PLANNED


def build_load_balancer(config: LoadBalancerConfig, overlay: Overlay) -> LoadBalancer:
    """The load balancer of a configuration that has no problems."""
    addresses = {entry.vm: entry.address for entry in overlay.static_addresses}
    check, logs = config.health_check, config.access_logs
    cidrs = (EVERYBODY,) if config.ingress_cidrs is None else tuple(str(cidr) for cidr in config.ingress_cidrs)
    return LoadBalancer(
        targets=tuple(StaticAddress(vm, addresses[vm]) for vm in config.targets),
        port=config.port,
        health_check=HealthCheck(check.path, check.port, check.status_codes, check.interval_seconds),
        ingress_cidrs=cidrs,
        certificates=tuple(sorted((config.certificates or {}).items())),
        access_logs=AccessLogs(tuple(sorted((logs.buckets or {}).items())), logs.prefix) if logs else None,
        deregistration_seconds=config.deregistration_seconds,
        nat_subnet=config.nat_subnet,
    )
