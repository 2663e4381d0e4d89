"""The application load balancer of each site, and the web VMs behind it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network

from topology.choices import FailoverMode
from topology.config import LoadBalancerConfig, OverlayConfig, SiteConfig
from topology.errors import Problem, suggestion
from topology.network.overlay import Overlay, StaticAddress

EVERYBODY = "0.0.0.0/0"
LEAST_ZONES = 2
MOST_TARGETS = 1000
"""AWS's default quota of targets per target group."""


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


def load_balancer_problems(
    config: LoadBalancerConfig, sites: Mapping[str, SiteConfig], overlay: OverlayConfig | None
) -> Iterator[Problem]:
    """Problems of the load balancer, and of it with the sites and the overlay."""
    yield from _zone_problems(sites)
    yield from _target_problems(config, overlay)
    yield from _cidr_problems(config.ingress_cidrs)
    if config.certificates is not None:
        yield from _each_site("loadBalancer.certificates", config.certificates, sites, "a certificate")
        yield from _region_problems(config.certificates, sites)
    if config.access_logs is not None and config.access_logs.buckets is not None:
        buckets = config.access_logs.buckets
        yield from _each_site("loadBalancer.accessLogs.buckets", buckets, sites, "a bucket")
        if len(set(buckets.values())) < len(buckets) and len({site.region for site in sites.values()}) > 1:
            expected = "expected a different bucket for each site: a load balancer writes to its own region only"
            yield Problem("loadBalancer.accessLogs.buckets", expected)


def _zone_problems(sites: Mapping[str, SiteConfig]) -> Iterator[Problem]:
    for name, site in sites.items():
        if len(set(site.availability_zones)) == 1:
            expected = (
                f"expected at least {LEAST_ZONES} availability zones: AWS makes no load balancer in a single zone"
            )
            yield Problem.with_value(f"sites.{name}.availabilityZones", site.availability_zones, expected)


def _target_problems(config: LoadBalancerConfig, overlay: OverlayConfig | None) -> Iterator[Problem]:
    key = "loadBalancer.targets"
    if not 1 <= len(config.targets) <= MOST_TARGETS:
        yield Problem.with_value(key, config.targets, f"expected 1 to {MOST_TARGETS} VMs")
    known = [entry.vm for entry in overlay.static_addresses] if overlay is not None else None
    for number, vm in enumerate(config.targets):
        if vm in config.targets[:number]:
            yield Problem.with_value(f"{key}[{number}]", vm, "expected each VM once")
        elif known is not None and vm not in known:
            hint = suggestion(vm, known)
            expected = f"expected a VM of overlay.staticAddresses{hint}: the address there identifies its NIC"
            yield Problem.with_value(f"{key}[{number}]", vm, expected)
        elif set(vm) & set("/]"):
            yield Problem.with_value(f"{key}[{number}]", vm, "expected a VM without / and ] in its name")
        elif known is not None and known.count(vm) > 1:
            expected = "expected a VM with one entry in overlay.staticAddresses: a target has one address"
            yield Problem.with_value(f"{key}[{number}]", vm, expected)


def _cidr_problems(cidrs: Sequence[IPv4Network] | None) -> Iterator[Problem]:
    if cidrs is not None and not cidrs:
        problem = "is an empty list. Add a prefix, or remove the key to admit every address"
        yield Problem("loadBalancer.ingressCidrs", problem)
    for number, cidr in enumerate(cidrs or ()):
        if cidr in (cidrs or ())[:number]:
            yield Problem.with_value(f"loadBalancer.ingressCidrs[{number}]", cidr, "expected each prefix once")


def _each_site(key: str, given: Mapping[str, str], sites: Mapping[str, SiteConfig], what: str) -> Iterator[Problem]:
    for name in sites:
        if name not in given:
            yield Problem(f"{key}.{name}", f"is missing: expected {what} of its region, because the other site has one")


def _region_problems(certificates: Mapping[str, str], sites: Mapping[str, SiteConfig]) -> Iterator[Problem]:
    for name, arn in certificates.items():
        site = sites.get(name)
        if site is not None and arn.split(":")[3] != site.region:
            expected = f"expected a certificate of {site.region}: a load balancer takes only those of its own region"
            yield Problem.with_value(f"loadBalancer.certificates.{name}", arn, expected)
