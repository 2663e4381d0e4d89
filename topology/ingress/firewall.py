"""The web application firewall in front of each site's load balancer."""

from collections.abc import Iterator
from dataclasses import dataclass

from topology.choices import FirewallMode, ManagedRules
from topology.config import FirewallConfig
from topology.errors import Problem

DEFAULT_RULES = (ManagedRules.IP_REPUTATION, ManagedRules.COMMON, ManagedRules.KNOWN_BAD_INPUTS)
RATE_CAPACITY = 2
MANAGED_RULES: dict[ManagedRules, tuple[str, int]] = {
    ManagedRules.IP_REPUTATION: ("AWSManagedRulesAmazonIpReputationList", 25),
    ManagedRules.ANONYMOUS_IP: ("AWSManagedRulesAnonymousIpList", 50),
    ManagedRules.COMMON: ("AWSManagedRulesCommonRuleSet", 700),
    ManagedRules.KNOWN_BAD_INPUTS: ("AWSManagedRulesKnownBadInputsRuleSet", 200),
    ManagedRules.ADMIN_PROTECTION: ("AWSManagedRulesAdminProtectionRuleSet", 100),
    ManagedRules.SQL_DATABASE: ("AWSManagedRulesSQLiRuleSet", 200),
    ManagedRules.LINUX: ("AWSManagedRulesLinuxRuleSet", 200),
    ManagedRules.POSIX: ("AWSManagedRulesUnixRuleSet", 100),
    ManagedRules.WINDOWS: ("AWSManagedRulesWindowsRuleSet", 200),
    ManagedRules.PHP: ("AWSManagedRulesPHPRuleSet", 100),
    ManagedRules.WORDPRESS: ("AWSManagedRulesWordPressRuleSet", 100),
}
"""AWS's name of each rule group, and the web ACL capacity units it takes."""


@dataclass(frozen=True)
class Firewall:
    """`rules` in the order of their evaluation; `rate_limit`: requests of one address in five minutes."""

    mode: FirewallMode
    rules: tuple[ManagedRules, ...]
    rate_limit: int

    @property
    def capacity(self) -> int:
        """The web ACL capacity units it takes."""
        return capacity_of(self.rules)


def capacity_of(rules: tuple[ManagedRules, ...]) -> int:
    """The capacity units of these rule groups and the rate limit."""
    return RATE_CAPACITY + sum(MANAGED_RULES[group][1] for group in rules)


def build_firewall(config: FirewallConfig) -> Firewall:
    """The firewall of a configuration that has no problems."""
    chosen = DEFAULT_RULES if config.rules is None else config.rules
    return Firewall(config.mode, tuple(group for group in ManagedRules if group in chosen), config.rate_limit)


def firewall_problems(config: FirewallConfig, balanced: bool) -> Iterator[Problem]:
    """Problems of the firewall; `balanced`: whether there are load balancers to protect."""
    if not balanced:
        yield Problem("firewall", "expected only with loadBalancer, which it protects")
    rules = config.rules or ()
    for number, group in enumerate(rules):
        if group in rules[:number]:
            yield Problem.with_value(f"firewall.rules[{number}]", group.value, "expected each rule group once")
    needed = capacity_of(DEFAULT_RULES if config.rules is None else tuple(dict.fromkeys(rules)))
    if needed > config.capacity_limit:
        expected = (
            f"expected at least {needed}, which the rules and the rate limit need (AWS's base price covers 1500), or "
            "fewer rules"
        )
        yield Problem.with_value("firewall.capacityLimit", config.capacity_limit, expected)
