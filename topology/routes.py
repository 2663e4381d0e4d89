"""The routes of a site, from one table: platform, active here or there, kind of peering.

The workload's prefixes lead to exactly one place in the world. On the active site's transit gateway that is
its own attachment; on the other's it is the peering or nothing, never an attachment of its own: both sites
hold the same prefixes, and two that answer would be two actives.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from topology.choices import Peering, Platform, RouteTable, Target
from topology.on_premises.routes import entry_row, passes_on_other_vpc, return_row

if TYPE_CHECKING:
    from topology.model import SiteModel


@dataclass(frozen=True)
class TgwRoute:
    """A static route of this site's transit gateway."""

    prefix: str
    target: Target
    reason: str


@dataclass(frozen=True)
class VpcRoute:
    """A route of this site's VPC, in the route tables of one kind."""

    destination: str
    route_table: RouteTable
    target: Target
    reason: str


@dataclass(frozen=True)
class Routes:
    """Every static route that a stack makes, by the table it stands in, and what Direct Connect announces.

    On the transit gateway's table: `workload`, `other_vpc`, `to_on_premises`. On its table for attachments to
    on-premises: `workload_from_on_premises`, `other_vpc_from_on_premises`. In the VPC's tables: `vpc`. In those of the
    EC2 VPC, by the transit gateway: `ec2_vpc`. `allowed_prefixes` is never empty, because AWS wants one at least.
    """

    workload: tuple[TgwRoute, ...]
    other_vpc: tuple[TgwRoute, ...]
    to_on_premises: tuple[TgwRoute, ...]
    workload_from_on_premises: tuple[TgwRoute, ...]
    other_vpc_from_on_premises: tuple[TgwRoute, ...]
    vpc: tuple[VpcRoute, ...]
    ec2_vpc: tuple[str, ...]
    allowed_prefixes: tuple[str, ...]

    @classmethod
    def of(cls, model: "SiteModel") -> "Routes":
        """The routes of a stack, of the rows that it is in."""
        return cls(
            workload=workload_routes(model),
            other_vpc=other_vpc_routes(model),
            to_on_premises=to_on_premises_routes(model),
            workload_from_on_premises=workload_from_on_premises_routes(model),
            other_vpc_from_on_premises=other_vpc_from_on_premises_routes(model),
            vpc=vpc_routes(model),
            ec2_vpc=ec2_vpc_routes(model),
            allowed_prefixes=allowed_prefixes(model),
        )

    @property
    def transit_gateway(self) -> tuple[TgwRoute, ...]:
        """Every static route of the transit gateway's own table."""
        return self.workload + self.other_vpc + self.to_on_premises


@dataclass(frozen=True)
class Row:
    """A row of the truth table: where the workload's prefixes lead, None for no route, and why."""

    target: Target | None
    reason: str


_EC2_HERE = Row(Target.EC2_VPC, "the instances still run in this site's EC2 VPC")
_NC2_HERE = Row(Target.NC2_VPC, "the VMs run on this site's cluster")
_BY_PEERING = Row(Target.PEERING, "the workload runs in the other site, one peering away")
_NOT_BY_VPC = Row(None, "the workload runs in the other site, and VPC peering carries no traffic of others")
_NO_WAY = Row(None, "the workload runs in the other site, and nothing joins the sites")

WORKLOAD: Mapping[tuple[Platform, bool, Peering], Row] = {
    # platform, active here, peering
    (Platform.EC2, True, Peering.TRANSIT_GATEWAY): _EC2_HERE,
    (Platform.EC2, True, Peering.VPC): _EC2_HERE,
    (Platform.EC2, True, Peering.NONE): _EC2_HERE,
    (Platform.EC2, False, Peering.TRANSIT_GATEWAY): _BY_PEERING,
    (Platform.EC2, False, Peering.VPC): _NOT_BY_VPC,
    (Platform.EC2, False, Peering.NONE): _NO_WAY,
    (Platform.NC2, True, Peering.TRANSIT_GATEWAY): _NC2_HERE,
    (Platform.NC2, True, Peering.VPC): _NC2_HERE,
    (Platform.NC2, True, Peering.NONE): _NC2_HERE,
    (Platform.NC2, False, Peering.TRANSIT_GATEWAY): _BY_PEERING,
    (Platform.NC2, False, Peering.VPC): _NOT_BY_VPC,
    (Platform.NC2, False, Peering.NONE): _NO_WAY,
}

_VPC_TARGETS = {Peering.TRANSIT_GATEWAY: Target.TRANSIT_GATEWAY, Peering.VPC: Target.VPC_PEERING}

_VPC_PEERING_LIMIT = (
    "VPC peering is not transitive: on-premises reaches the active site only by that site's own VPN or "
    "Direct Connect, and the other site's transit gateway has no route to the workload"
)
_NO_PEERING_LIMIT = (
    "nothing joins the sites: the Prism Centrals need another way to each other to replicate, and "
    "on-premises reaches the active site only by that site's own VPN or Direct Connect"
)
_TGW_PEERING_LIMIT = (
    "transit gateway peering does not resolve the other VPC's public host names to private addresses: peers are "
    "reached by address or by a private hosted zone"
)
LIMITS: Mapping[Peering, tuple[str, ...]] = {
    Peering.TRANSIT_GATEWAY: (_TGW_PEERING_LIMIT,),
    Peering.VPC: (_VPC_PEERING_LIMIT,),
    Peering.NONE: (_NO_PEERING_LIMIT,),
}


def workload_row(model: "SiteModel") -> Row:
    """The row of the truth table that this stack is in."""
    return WORKLOAD[model.platform, model.is_active, model.peering]


def workload_routes(model: "SiteModel") -> tuple[TgwRoute, ...]:
    """This transit gateway's routes to the workload: one a prefix, or none at all."""
    row = workload_row(model)
    if row.target is None:
        return ()
    prefixes = model.overlay.externally_routable_prefixes
    return tuple(TgwRoute(prefix, row.target, row.reason) for prefix in prefixes)


def other_vpc_routes(model: "SiteModel") -> tuple[TgwRoute, ...]:
    """This transit gateway's route to the other site's VPC; peering propagates nothing, so it is static."""
    if model.peering is not Peering.TRANSIT_GATEWAY:
        return ()
    reason = f"the VPC of {model.other.name}, where replication goes"
    return (TgwRoute(model.other.vpc_cidr, Target.PEERING, reason),)


def to_on_premises_routes(model: "SiteModel") -> tuple[TgwRoute, ...]:
    """This transit gateway's static routes to on-premises; none where BGP brings them."""
    row = return_row(model)
    if row is None or row.target is None or model.on_premises is None:
        return ()
    return tuple(TgwRoute(prefix, row.target, row.reason) for prefix in model.on_premises.prefixes)


def workload_from_on_premises_routes(model: "SiteModel") -> tuple[TgwRoute, ...]:
    """The workload's routes in the table for attachments to on-premises: as in the gateway's own, or none."""
    entry = entry_row(model)
    routes = workload_routes(model) if entry.open else ()
    return tuple(TgwRoute(route.prefix, route.target, entry.reason) for route in routes)


def other_vpc_from_on_premises_routes(model: "SiteModel") -> tuple[TgwRoute, ...]:
    """The other site's VPC in that table, where on-premises can reach it in no other way."""
    if not passes_on_other_vpc(model):
        return ()
    reason = f"the VPC of {model.other.name}, which has no connection to on-premises of its own"
    return (TgwRoute(model.other.vpc_cidr, Target.PEERING, reason),)


def allowed_prefixes(model: "SiteModel") -> tuple[str, ...]:
    """What Direct Connect announces for this site: what its table for on-premises leads somewhere."""
    routes = workload_from_on_premises_routes(model) + other_vpc_from_on_premises_routes(model)
    return (model.me.vpc_cidr, *(route.prefix for route in routes))


def vpc_routes(model: "SiteModel") -> tuple[VpcRoute, ...]:
    """This VPC's routes to the other VPC and to on-premises, alike for public and private subnets.

    The private tables serve the overlay too: what a VM sends leaves its cluster's hosts by them.
    """
    found: list[VpcRoute] = []
    target = _VPC_TARGETS.get(model.peering)
    if target is not None:
        reason = f"the VPC of {model.other.name}"
        found += [VpcRoute(model.other.vpc_cidr, table, target, reason) for table in RouteTable]
    row = return_row(model)
    if row is not None and row.reaches and model.on_premises is not None:
        prefixes = model.on_premises.prefixes
        found += [VpcRoute(p, table, Target.TRANSIT_GATEWAY, row.reason) for p in prefixes for table in RouteTable]
    return tuple(found)


def ec2_vpc_routes(model: "SiteModel") -> tuple[str, ...]:
    """What the EC2 VPC reaches by the transit gateway: both VPCs, and on-premises."""
    row = return_row(model)
    reached = model.on_premises.prefixes if row is not None and row.reaches and model.on_premises else ()
    return (*(site.vpc_cidr for site in model.sites.values()), *reached)
