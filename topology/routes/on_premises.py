"""The routes between a site and on-premises.

Attachments to on-premises use a table of their own on the transit gateway. BGP announces over a VPN what stands in that
table, and a Direct Connect gateway is told to announce it. So the table decides which site attracts the workload's
traffic: of two sites that can announce, the active one alone. Two announcers would get a part of the traffic each.
"""

from topology.on_premises.connection import Ends
from topology.routes.situation import Situation
from topology.routes.target import Target, TgwRoute
from topology.routes.workload import workload_routes


def workload_from_on_premises(situation: Situation) -> tuple[TgwRoute, ...]:
    """The workload's routes in the table for on-premises: as in the gateway's own table, or none.

    None where no connection ends in the site, and none on the standby site if both sites announce by BGP. A standby
    site with the only connection passes traffic on, and so does one with static routes: those of on-premises do not
    follow a failover.
    """
    on_premises = situation.on_premises
    if on_premises is None or not on_premises.is_here:
        return ()
    if not situation.is_active and on_premises.announces and on_premises.ends is Ends.BOTH:
        return ()
    return workload_routes(situation)


def other_vpc_from_on_premises(situation: Situation) -> tuple[TgwRoute, ...]:
    """The other site's VPC in the table for on-premises, if the only connection ends here and can pass traffic on."""
    on_premises = situation.on_premises
    if on_premises is None or on_premises.ends is not Ends.HERE or not situation.gateways_joined:
        return ()
    return (TgwRoute(situation.other_vpc_cidr, Target.PEERING),)


def allowed_prefixes(situation: Situation) -> tuple[str, ...]:
    """What Direct Connect announces for the site: its own VPC, and what the table for on-premises leads somewhere."""
    routes = workload_from_on_premises(situation) + other_vpc_from_on_premises(situation)
    return (situation.vpc_cidr, *(route.prefix for route in routes))


def reached_on_premises(situation: Situation) -> tuple[str, ...]:
    """The prefixes of on-premises that the site reaches: by its own connection, or by the other's over the peering."""
    on_premises = situation.on_premises
    if on_premises is None or not (on_premises.is_here or situation.gateways_joined):
        return ()
    return on_premises.prefixes


def to_on_premises(situation: Situation) -> tuple[TgwRoute, ...]:
    """The transit gateway's static routes to on-premises: by the VPN or by the peering; none where BGP brings them."""
    on_premises = situation.on_premises
    if on_premises is None or on_premises.announces:
        return ()
    target = Target.VPN if on_premises.is_here else Target.PEERING
    return tuple(TgwRoute(prefix, target) for prefix in reached_on_premises(situation))
