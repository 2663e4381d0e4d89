"""The web application firewall as it is written down."""

from typing import Annotated

from topology import _fields as fields
from topology.choices import FirewallMode, ManagedRules

from .section import Section


class FirewallConfig(Section):
    """Managed rule groups and a rate limit before each site's load balancer."""

    mode: Annotated[FirewallMode, fields.choice(FirewallMode)] = FirewallMode.COUNT
    rules: tuple[Annotated[ManagedRules, fields.choice(ManagedRules)], ...] | None = None
    rate_limit: fields.RateLimit = 2000
    capacity_limit: fields.FirewallCapacity = 1500
