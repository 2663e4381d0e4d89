"""Health as Route 53 sees it: of health checks, and of load balancers that records are aliases for."""

from typing import Any

from moto.elbv2.models import elbv2_backends

from simulator.aws.base import DOWN, REFUSED, SURROUNDINGS, UP
from simulator.aws.dns.records import canonical

_GOOD = range(200, 400)
_ALIAS_PREFIX = "dualstack."


def check_is_healthy(backend: Any, health_check_id: str) -> bool:
    """Whether a health check passes. A disabled one does."""
    check = backend.get_health_check(health_check_id)
    if check.disabled:
        return True
    if check.type_ == "CALCULATED":
        passing = [child for child in check.children or [] if check_is_healthy(backend, child)]
        healthy = len(passing) >= int(check.health_threshold or 0)
    else:
        address = check.ip_address or canonical(check.fqdn)
        healthy = _answers(address, check.port) and balancer_is_healthy(backend.account_id, address)
    return healthy is not bool(check.inverted)


def balancer_is_healthy(account_id: str, dns_name: str) -> bool:
    """Whether every target group of a load balancer has a healthy target. True for a name that is no load balancer.

    A group without targets has no healthy one: AWS documents this for aliases that evaluate the target's health.
    """
    name = canonical(dns_name).removeprefix(_ALIAS_PREFIX)
    if SURROUNDINGS.targets.get(name, UP) != UP:
        return False
    for region, regional in elbv2_backends[account_id].items():
        for balancer in regional.load_balancers.values():
            if canonical(balancer.dns_name) == name:
                if not SURROUNDINGS.region_is_up(region):
                    return False
                groups: list[Any] = list(regional.target_groups.values())
                return all(group.has_healthy_target() for group in groups if balancer.arn in group.load_balancer_arns)
    return True


def _answers(address: str, port: int) -> bool:
    found = SURROUNDINGS.answer_of(address, port)
    return found not in (DOWN, REFUSED) and (found == UP or int(found) in _GOOD)
