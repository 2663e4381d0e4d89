"""What works and is told all the same: no run is stopped by these."""

import re
from collections.abc import Iterator
from ipaddress import IPv4Network

from topology.choices import FirewallMode, ManagedRules, Peering
from topology.model import SiteModel
from topology.nc2_rules import nc2_warnings
from topology.values import partition_of

_STATUS = re.compile(r"(\d{3})(?:-(\d{3}))?")
_BLIND = (
    "the health check of dns, which keeps users from the stale VMs of a site that comes back, then takes the other "
    "site for one that does not serve"
)
_GOVCLOUD = "aws-us-gov"
_CHECKERS = (IPv4Network("15.177.0.0/18"), IPv4Network("160.1.56.0/25"))
"""The first range of Route 53's health checkers, by AWS's ip-ranges.json, and in GovCloud by its user guide."""
_SLOW_RATE = 20
"""A health checker asks every 30 seconds, which is ten times in the five minutes that a rate is counted over."""
_BLOCKED_PATHS = {
    ManagedRules.COMMON: re.compile(r"\.(log|ini|bak|conf|config|cfg|env|backup|sql)\b|\.\./", re.IGNORECASE),
    ManagedRules.ADMIN_PROTECTION: re.compile(r"admin|manager|console", re.IGNORECASE),
    ManagedRules.WORDPRESS: re.compile(r"/wp-|xmlrpc", re.IGNORECASE),
}
"""Groups that judge the path, and what in it they may block."""


def model_warnings(model: SiteModel) -> tuple[str, ...]:
    """One sentence each, with the key."""
    return (*nc2_warnings(model), *_equal_asns(model), *_blind_hold_off(model))


def _equal_asns(model: SiteModel) -> Iterator[str]:
    """AWS recommends unique numbers for peered gateways and does not insist: routes over a peering are static."""
    one, other = model.me, model.other
    if one.asn == other.asn and model.peering is Peering.TRANSIT_GATEWAY:
        yield (
            f"sites.{one.name}.asn and sites.{other.name}.asn are both {one.asn}: AWS recommends an ASN of its own for "
            "each of two transit gateways that are peered. It works, but a router that learns routes of one site by "
            "BGP cannot pass them on to the other"
        )


def _blind_hold_off(model: SiteModel) -> Iterator[str]:
    """Route 53 asks the public listener, as anybody does, and takes 200 to 399 for healthy.

    Source: Route 53's developer guide, "How Route 53 determines whether a health check is healthy".
    """
    balancer = model.load_balancer
    if model.dns is None or balancer is None:
        return
    check = balancer.health_check
    if any(int(last or first) >= 400 for first, last in _STATUS.findall(check.status_codes)):
        yield (
            f"loadBalancer.healthCheck.statusCodes, {check.status_codes}, has a code of 400 or more, which Route 53 "
            f"takes for unhealthy: {_BLIND}. Give a path that is answered with 200 to 399"
        )
    if check.port is not None and check.port != balancer.port:
        yield (
            f"loadBalancer.healthCheck.port is {check.port}, and Route 53 asks port {balancer.public_protocol[1]} for "
            f"{check.path}: where the VMs do not answer that path on port {balancer.port}, {_BLIND}"
        )
    checkers = _CHECKERS[partition_of(model.me.region) == _GOVCLOUD]
    if not any(checkers.subnet_of(IPv4Network(cidr)) for cidr in balancer.ingress_cidrs):
        yield (
            f"loadBalancer.ingressCidrs must let in Route 53's health checkers, of {checkers} first of all (all are in "
            f"AWS's ip-ranges.json as ROUTE53_HEALTHCHECKS): otherwise {_BLIND}"
        )
    yield from _firewall(model)


def _firewall(model: SiteModel) -> Iterator[str]:
    """The web ACL stands before what Route 53 asks, and not before the targets' own checks.

    Source: AWS's lists of managed rules. The group anonymous-ip leaves out AWS's own addresses, and so the checkers'.
    """
    firewall, balancer = model.firewall, model.load_balancer
    if firewall is None or balancer is None or firewall.mode is not FirewallMode.BLOCK:
        return
    if firewall.rate_limit <= _SLOW_RATE:
        yield (
            f"firewall.rateLimit, {firewall.rate_limit}, is about what one of Route 53's health checkers asks in five "
            f"minutes: {_BLIND}. Set it to {10 * _SLOW_RATE} or more"
        )
    path = balancer.health_check.path
    for group, pattern in _BLOCKED_PATHS.items():
        if group in firewall.rules and pattern.search(path):
            yield (
                f"firewall.rules ({group}) blocks requests for loadBalancer.healthCheck.path, {path}: {_BLIND}. Give "
                "another path, or leave the group out"
            )
