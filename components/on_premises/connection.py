"""The connection to on-premises that ends in this site, and the transit gateway's table for it."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Self

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_aws import ec2transitgateway as tgw

from components.gateway import RouteTarget, RouteTargets, TransitGateway, TransitGatewayRoutes, WorkloadRoutes
from components.on_premises.direct_connect import DirectConnectGateway
from components.on_premises.vpn import VpnConnection
from components.stack import Stack
from topology import DirectConnect, OnPremises, SiteModel, Target, TgwRoute


class OnPremisesConnection(pulumi.ComponentResource):
    """The connection that ends in this site, if one does, and the routes from and to on-premises.

    Attachments to on-premises have a table of their own. BGP announces what stands in that table, so it holds the
    workload only where this site attracts it. Everything else finds on-premises in the gateway's own table.
    """

    outputs: Mapping[str, Input[Any]] = MappingProxyType({})
    """The connection's id under the name of its kind, and what is announced, for people and scripts; never a key."""
    pending: tuple[str, ...] = ()
    led: Sequence[Output[str]] = ()
    """An empty text, or what is wrong with what Direct Connect announces once this run has passed it."""

    @classmethod
    def of(
        cls,
        name: str,
        stack: Stack,
        *,
        gateway: TransitGateway,
        workload: WorkloadRoutes,
        route_targets: RouteTargets,
        after: Sequence[pulumi.Resource],
    ) -> Self | None:
        """The site's part of what leads to on-premises; None where the configuration knows no on-premises."""
        on_premises = stack.model.on_premises
        if on_premises is None:
            return None
        return cls(
            name,
            stack,
            on_premises,
            gateway=gateway,
            workload=workload,
            route_targets=route_targets,
            after=after,
        )

    def __init__(
        self,
        name: str,
        stack: Stack,
        on_premises: OnPremises,
        *,
        gateway: TransitGateway,
        workload: WorkloadRoutes,
        route_targets: RouteTargets,
        after: Sequence[pulumi.Resource],
    ) -> None:
        """`after`: what must be done before the workload is announced. What is announced follows the routes."""
        super().__init__("nc2dr:index:OnPremisesConnection", name, None, stack.aws)
        self._name, self._gateway, self._tags = name, gateway, stack.tags
        self._child, self._left_alone = ResourceOptions(parent=self), workload.left_alone
        routes, targets = stack.model.routes, dict(route_targets)
        if on_premises.is_here:
            table = self._table(targets[Target.NC2_VPC])
            led = workload.refer(f"{name}-workload", _from_on_premises, table, after=after, parent=self)
            self._routes("from", routes.other_vpc_from_on_premises, table, targets)
            allowed: Output[list[str]] = workload.reached.apply(lambda model: list(model.routes.allowed_prefixes))
            targets[Target.VPN] = self._connect(on_premises, allowed, table, [*after, *led])
            self.outputs = {**self.outputs, "onPremisesRouteTableId": table}
        self._routes("to", routes.to_on_premises, gateway.route_table_id, targets)
        self.register_outputs({})

    def _table(self, vpc: RouteTarget) -> Output[str]:
        table = tgw.RouteTable(
            self._name,
            transit_gateway_id=self._gateway.id,
            tags=self._tags.named("tgw", "on-premises"),
            opts=self._child,
        )
        tgw.RouteTablePropagation(
            f"{self._name}-vpc",
            transit_gateway_attachment_id=vpc.id,
            transit_gateway_route_table_id=table.id,
            opts=self._child,
        )
        return table.id

    def _connect(
        self,
        on_premises: OnPremises,
        allowed: Output[list[str]],
        table_id: Output[str],
        after: Sequence[pulumi.Resource],
    ) -> RouteTarget:
        """Make the connection and let its attachment use the table; where it speaks BGP, the gateway learns from it."""
        made: VpnConnection | DirectConnectGateway
        if on_premises.vpn is not None:
            made = VpnConnection(
                f"{self._name}-vpn", vpn=on_premises.vpn, gateway=self._gateway, tags=self._tags, opts=self._child
            )
            self.outputs = {"vpnConnectionId": made.id}
        else:
            made = self._direct_connect(on_premises.direct_connect, allowed, after)
            self.led = () if self._left_alone else (made.announces(allowed),)
            self.outputs = {"directConnectGatewayId": made.id}
            allowed = made.announced(allowed)
        if on_premises.announces:
            # In an output, so that a preview shows what will be announced to on-premises.
            self.outputs = {**self.outputs, "announcedPrefixes": allowed}
        self._attach(made.attachment_id, table_id, on_premises.announces)
        return RouteTarget(made.attachment_id, (made.resource,))

    def _direct_connect(
        self, plan: DirectConnect | None, allowed: Output[list[str]], after: Sequence[pulumi.Resource]
    ) -> DirectConnectGateway:
        assert plan is not None, "a connection that ends here is of one kind or the other"
        return DirectConnectGateway(
            f"{self._name}-dx",
            direct_connect=plan,
            allowed_prefixes=allowed,
            gateway=self._gateway,
            tags=self._tags,
            after=after,
            left_alone=self._left_alone,
            opts=self._child,
        )

    def _attach(self, attachment_id: Input[str], table_id: Output[str], learn: bool) -> None:
        tgw.RouteTableAssociation(
            self._name,
            transit_gateway_attachment_id=attachment_id,
            transit_gateway_route_table_id=table_id,
            replace_existing_association=True if self._gateway.associates_itself else None,
            opts=self._child,
        )
        # assumed: BGP announces a prefix-list reference in the table like any static route.
        if learn and not self._gateway.propagates_itself:
            tgw.RouteTablePropagation(
                self._name,
                transit_gateway_attachment_id=attachment_id,
                transit_gateway_route_table_id=self._gateway.route_table_id,
                opts=self._child,
            )

    def _routes(self, direction: str, routes: Sequence[TgwRoute], table_id: Output[str], targets: RouteTargets) -> None:
        made = TransitGatewayRoutes(
            f"{self._name}-{direction}", routes, table_id=table_id, route_targets=targets, opts=self._child
        )
        self.pending += made.pending


def _from_on_premises(model: SiteModel) -> Sequence[TgwRoute]:
    return model.routes.workload_from_on_premises
