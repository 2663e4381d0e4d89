"""Problems of the load balancer, and of it with the sites and the overlay."""

from collections.abc import Iterator, Mapping, Sequence
from ipaddress import IPv4Network

from topology.config import LoadBalancerConfig, OverlayConfig, SiteConfig
from topology.errors import Problem, suggestion

LEAST_ZONES = 2
MOST_TARGETS = 1000
"""AWS's default quota of targets per target group."""


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
