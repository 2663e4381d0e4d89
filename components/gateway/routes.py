"""The static routes of a site whose targets stay what they are: the transit gateway's and the VPC's."""

from collections.abc import Collection, Sequence

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import ec2
from pulumi_aws import ec2transitgateway as tgw

from components.gateway.route_targets import RouteTargets
from components.network import Network
from topology import Target, TgwRoute, VpcRoute


class TransitGatewayRoutes(pulumi.ComponentResource):
    """Static routes of a transit gateway's table whose targets stay what they are."""

    pending: tuple[str, ...]

    def __init__(
        self,
        name: str,
        routes: Sequence[TgwRoute],
        *,
        table_id: Output[str],
        route_targets: RouteTargets,
        opts: ResourceOptions,
        led_by_others: Collection[str] = (),
    ) -> None:
        """`led_by_others`: the prefixes that routes of others lead there already. They stay theirs."""
        super().__init__("nc2dr:index:TransitGatewayRoutes", name, None, opts)
        possible = [route for route in routes if route.target in route_targets]
        for route in (route for route in possible if route.prefix not in led_by_others):
            target = route_targets[route.target]
            tgw.Route(
                f"{name}-{route.prefix}",
                transit_gateway_route_table_id=table_id,
                destination_cidr_block=route.prefix,
                transit_gateway_attachment_id=target.id,
                # A table holds a prefix once, so the old route goes first: a second or two without a route.
                opts=ResourceOptions(parent=self, depends_on=list(target.ready), delete_before_replace=True),
            )
        self.pending = not_yet([route for route in routes if route not in possible])
        self.register_outputs({})


def not_yet(routes: Sequence[TgwRoute]) -> tuple[str, ...]:
    """What is told as pending of routes that cannot be made, or led there, by now."""
    return tuple(f"the route of {route.prefix} by {route.target}" for route in routes)


class VpcRoutes(pulumi.ComponentResource):
    """Routes in the VPC's own tables, to the other site's VPC and to on-premises."""

    def __init__(
        self,
        name: str,
        routes: Sequence[VpcRoute],
        *,
        network: Network,
        route_targets: RouteTargets,
        opts: ResourceOptions,
    ) -> None:
        super().__init__("nc2dr:index:VpcRoutes", name, None, opts)
        for route in (route for route in routes if route.target in route_targets):
            target = route_targets[route.target]
            by_gateway = route.target is Target.TRANSIT_GATEWAY
            for kind, table_id in network.route_table_ids[route.route_table].items():
                if (kind, route.destination) in network.led_by_others:
                    continue
                ec2.Route(
                    f"{name}-{kind}-{route.destination}",
                    route_table_id=table_id,
                    destination_cidr_block=route.destination,
                    transit_gateway_id=target.id if by_gateway else None,
                    vpc_peering_connection_id=None if by_gateway else target.id,
                    opts=ResourceOptions(parent=self, depends_on=list(target.ready)),
                )
        self.register_outputs({})
