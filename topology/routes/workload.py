"""Where a site's transit gateway leads the workload: to one place in the world, or nowhere.

| workloadPlatform | the site is active | the other site is active |
| --- | --- | --- |
| ec2 | its EC2 VPC | the transit gateway peering, or nowhere without one |
| nc2 | its NC2 VPC | the transit gateway peering, or nowhere without one |

Never to an attachment of its own while the other site is active: both sites hold the workload's prefixes, and two sites
that answer for them would be two active sites. VPC peering carries no traffic of others, so it leads nowhere either.
"""

from topology.choices import Platform
from topology.routes.situation import Situation
from topology.routes.target import Target, TgwRoute


def workload_target(situation: Situation) -> Target | None:
    """What the workload's prefixes point at; None for no route."""
    if situation.is_active:
        return Target.EC2_VPC if situation.platform is Platform.EC2 else Target.NC2_VPC
    return Target.PEERING if situation.gateways_joined else None


def workload_routes(situation: Situation) -> tuple[TgwRoute, ...]:
    """The transit gateway's routes to the workload: one for each prefix, or none at all."""
    target = workload_target(situation)
    return tuple(TgwRoute(prefix, target) for prefix in situation.prefixes) if target else ()


def other_vpc_routes(situation: Situation) -> tuple[TgwRoute, ...]:
    """The transit gateway's route to the other site's VPC, for replication: static, as a peering propagates nothing."""
    return (TgwRoute(situation.other_vpc_cidr, Target.PEERING),) if situation.gateways_joined else ()
