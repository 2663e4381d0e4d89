"""The static routes of a site, made from the truth table: the transit gateway's and the VPC's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_aws import ec2
from pulumi_aws import ec2transitgateway as tgw

from topology import RouteTable, Target, TgwRoute, VpcRoute


@dataclass(frozen=True)
class Way:
    """Something a route can point at: its id, and what must be there before AWS accepts a route to it."""

    id: Input[str]
    ready: tuple[pulumi.Resource, ...] = ()


Ways = Mapping[Target, Way]
"""The ways that can carry traffic now. A route to a target that is not among them is pending."""


class TransitGatewayRoutes(pulumi.ComponentResource):
    """Static routes of the transit gateway's table.

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
        routes: Sequence[TgwRoute],
        table_id: Output[str],
        ways: Ways,
        after: Sequence[pulumi.Resource] = (),
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
                opts=ResourceOptions(parent=self, depends_on=[*after, *way.ready], delete_before_replace=True),
            )
        self.leads_to = {route.prefix: route.target.value for route in possible}
        self.pending = tuple(
            f"the route of {route.prefix} by {route.target}" for route in routes if route not in possible
        )
        self.register_outputs({})


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
