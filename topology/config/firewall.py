"""The web application firewall as it is written down."""

from typing import Annotated

from topology.choices import FirewallMode, ManagedRules
from topology.config.section import Section
from topology.values import fields


class FirewallConfig(Section):
    """Managed rule groups and a rate limit before each site's load balancer."""

    mode: Annotated[FirewallMode, fields.choice(FirewallMode)] = FirewallMode.COUNT
    rules: tuple[Annotated[ManagedRules, fields.choice(ManagedRules)], ...] | None = None
    rate_limit: fields.RateLimit = 2000
    capacity_limit: fields.FirewallCapacity = 1500
