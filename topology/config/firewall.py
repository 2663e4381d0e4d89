"""The schema of `firewall`."""

from typing import Annotated

from topology import values
from topology.choices import FirewallMode, ManagedRules
from topology.config.section import Section


class FirewallConfig(Section):
    """Managed rule groups and a rate limit for each site's load balancer."""

    mode: Annotated[FirewallMode, values.choice(FirewallMode)] = FirewallMode.COUNT
    rules: tuple[Annotated[ManagedRules, values.choice(ManagedRules)], ...] | None = None
    rate_limit: values.RateLimit = 2000
    capacity_limit: values.FirewallCapacity = 1500
