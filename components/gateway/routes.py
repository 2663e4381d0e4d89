"""The static routes of a site, made from the truth table: the transit gateway's and the VPC's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_aws import ec2
from pulumi_aws import ec2transitgateway as tgw

from components.names import Names
from topology import RouteTable, SiteModel, Target, TgwRoute, VpcRoute


@dataclass(frozen=True)
class Way:
    """Something a route can point at: its id, and what must be there before AWS accepts a route to it."""

    id: Input[str]
    ready: tuple[pulumi.Resource, ...] = ()


Ways = Mapping[Target, Way]
"""The ways that can carry traffic now. A route to a target that is not among them is pending."""


class WorkloadRoutes(pulumi.ComponentResource):
    """The workload's routes on the transit gateway: one list of its prefixes, and a reference to it in each table.

    AWS points a reference at another attachment in place, all prefixes at once, so a flip has no moment in which they
    lead nowhere; a static route would have to be deleted first, because a prefix cannot stand in a table twice.

    `after` is what must be done before any prefix is led elsewhere: on the surviving side the recovery of the virtual
    machines, on the other side the switching-off of its stale copies. Routes come last, so that no packet is led to a
    machine that is not there.
    """

    leads_to: Mapping[str, str]
    """Prefix -> target, for people."""
    pending: tuple[str, ...]

    def __init__(
        self,
        name: str,
        *,
        model: SiteModel,
        table_id: Output[str],
        ways: Ways,
        names: Names,
        after: Sequence[pulumi.Resource],
        opts: ResourceOptions | None = None,
    ) -> None:
        super().__init__("nc2dr:index:WorkloadRoutes", name, None, opts)
        tags, prefixes, routes = (
            names.tag("workload"),
            model.overlay.externally_routable_prefixes,
            model.routes.workload,
        )
        self._list = ec2.ManagedPrefixList(
            name,
            name=tags["Name"],
            address_family="IPv4",
            entries=[ec2.ManagedPrefixListEntryArgs(cidr=prefix) for prefix in prefixes],
            # A reference counts against the table's quota with what the list may hold, not with what it holds.
            max_entries=len(prefixes),
            tags=tags,
            opts=ResourceOptions(parent=self),
        )
        made = self.refer(name, routes, table_id, ways=ways, after=after, parent=self)
        self.leads_to = {route.prefix: route.target.value for route in routes} if made else {}
        self.pending = () if made else _pending(routes)
        self.register_outputs({})

    def refer(
        self,
        name: str,
        routes: Sequence[TgwRoute],
        table_id: Output[str],
        *,
        ways: Ways,
        after: Sequence[pulumi.Resource],
        parent: pulumi.Resource,
    ) -> list[pulumi.Resource]:
        """Lead the whole list where `routes` lead, all to one target; nothing where they lead nowhere yet."""
        targets = {route.target for route in routes if route.target in ways}
        return [
            tgw.PrefixListReference(
                name,
                # assumed: traffic goes on while AWS changes a reference; it documents that it is changed, not how.
                prefix_list_id=self._list.id,
                transit_gateway_route_table_id=table_id,
                transit_gateway_attachment_id=ways[target].id,
                opts=ResourceOptions(parent=parent, depends_on=[*after, *ways[target].ready]),
            )
            for target in targets
        ]


class TransitGatewayRoutes(pulumi.ComponentResource):
    """Static routes of a transit gateway's table whose targets stay what they are."""

    pending: tuple[str, ...]

    def __init__(
        self,
        name: str,
        *,
        routes: Sequence[TgwRoute],
        table_id: Output[str],
        ways: Ways,
        opts: ResourceOptions | None = None,
    ) -> None:
        super().__init__("nc2dr:index:TransitGatewayRoutes", name, None, opts)
        possible = [route for route in routes if route.target in ways]
        for route in possible:
            way = ways[route.target]
            tgw.Route(
                f"{name}-{route.prefix}",
                transit_gateway_route_table_id=table_id,
                destination_cidr_block=route.prefix,
                transit_gateway_attachment_id=way.id,
                # A prefix cannot stand in a table twice, so the old route goes first: a second or two without it.
                opts=ResourceOptions(parent=self, depends_on=list(way.ready), delete_before_replace=True),
            )
        self.pending = _pending([route for route in routes if route not in possible])
        self.register_outputs({})


def _pending(routes: Sequence[TgwRoute]) -> tuple[str, ...]:
    return tuple(f"the route of {route.prefix} by {route.target}" for route in routes)


class VpcRoutes(pulumi.ComponentResource):
    """Routes in the VPC's own tables, which lead to the other site's VPC."""

    def __init__(
        self,
        name: str,
        *,
        routes: Sequence[VpcRoute],
        table_ids: Mapping[RouteTable, Mapping[str, Output[str]]],
        ways: Ways,
        opts: ResourceOptions | None = None,
    ) -> None:
        super().__init__("nc2dr:index:VpcRoutes", name, None, opts)
        for route in (route for route in routes if route.target in ways):
            way = ways[route.target]
            by_gateway = route.target is Target.TRANSIT_GATEWAY
            for kind, table_id in table_ids[route.route_table].items():
                ec2.Route(
                    f"{name}-{kind}-{route.destination}",
                    route_table_id=table_id,
                    destination_cidr_block=route.destination,
                    transit_gateway_id=way.id if by_gateway else None,
                    vpc_peering_connection_id=None if by_gateway else way.id,
                    opts=ResourceOptions(parent=self, depends_on=list(way.ready)),
                )
        self.register_outputs({})
