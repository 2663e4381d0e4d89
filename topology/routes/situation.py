"""Everything that the routes of a site depend on."""

from dataclasses import dataclass

from topology.choices import Peering, Platform
from topology.on_premises.connection import OnPremises


@dataclass(frozen=True)
class Situation:
    """One site's situation. `is_active`: it runs the workload, whose prefixes are `prefixes`.

    `on_premises` is None where nothing leads there. `public_reaches_other`: whether the public subnets have a route to
    the other VPC; nothing of ours in them needs one.
    """

    platform: Platform
    is_active: bool
    peering: Peering
    prefixes: tuple[str, ...]
    vpc_cidr: str
    other_vpc_cidr: str
    on_premises: OnPremises | None = None
    public_reaches_other: bool = True

    @property
    def gateways_joined(self) -> bool:
        """Whether the transit gateways are peered, which is the only way for traffic of others between the sites."""
        return self.peering is Peering.TRANSIT_GATEWAY
