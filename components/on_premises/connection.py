"""What leads to on-premises in this site: the transit gateway's table for it, and what is attached there."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Self

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_aws import ec2transitgateway as tgw

from components.gateway.routes import TransitGatewayRoutes, Way, Ways, WorkloadRoutes
from components.gateway.transit_gateway import TransitGateway
from components.names import Names
from components.on_premises.direct_connect import DirectConnectGateway
from components.on_premises.vpn import VpnConnection
from topology import OnPremises, Routes, SiteModel, Target, TgwRoute


class OnPremisesConnection(pulumi.ComponentResource):
    """The connection that ends in this site, if one does, and the routes from and to on-premises.

    Attachments to on-premises have a table of their own: what stands in it is what BGP announces, so it holds the
    workload only where this site is to attract it. Everything else finds on-premises in the gateway's table.
    """

    outputs: Mapping[str, Input[Any]] = MappingProxyType({})
    """The connection's id under the name of its kind, and what is announced, for people and scripts; never a key."""
    pending: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        model: SiteModel,
        name: str,
        *,
        gateway: TransitGateway,
        workload: WorkloadRoutes,
        ways: Ways,
        names: Names,
        after: Sequence[pulumi.Resource],
        opts: ResourceOptions,
    ) -> Self | None:
        """The site's part of what leads to on-premises; None where the configuration knows no on-premises."""
        if model.on_premises is None:
            return None
        return cls(
            name,
            on_premises=model.on_premises,
            routes=model.routes,
            gateway=gateway,
            workload=workload,
            ways=ways,
            names=names,
            after=after,
            opts=opts,
        )

    def __init__(
        self,
        name: str,
        *,
        on_premises: OnPremises,
        routes: Routes,
        gateway: TransitGateway,
        workload: WorkloadRoutes,
        ways: Ways,
        names: Names,
        after: Sequence[pulumi.Resource],
        opts: ResourceOptions | None = None,
    ) -> None:
        """`after`: what must be done before the workload is announced; `ways`: what carries traffic to other places."""
        super().__init__("nc2dr:index:OnPremisesConnection", name, None, opts)
        self._name, self._gateway, self._names = name, gateway, names
        self._child = ResourceOptions(parent=self)
        ways = dict(ways)
        if on_premises.is_here:
            table = self._table(ways[Target.NC2_VPC])
            led = workload.refer(
                f"{name}-workload", routes.workload_from_on_premises, table, ways=ways, after=after, parent=self
            )
            self._routes("from", routes.other_vpc_from_on_premises, table, ways)
            ways[Target.VPN] = self._connect(on_premises, routes.allowed_prefixes, table, [*after, *led])
        self._routes("to", routes.to_on_premises, gateway.route_table_id, ways)
        self.register_outputs({})

    def _table(self, vpc: Way) -> Output[str]:
        table = tgw.RouteTable(
            self._name,
            transit_gateway_id=self._gateway.id,
            tags=self._names.tag("tgw", "on-premises"),
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
        self, on_premises: OnPremises, allowed: Sequence[str], table_id: Output[str], after: Sequence[pulumi.Resource]
    ) -> Way:
        """Make the connection and let its attachment use the table; where it speaks BGP, the gateway learns from it."""
        made: VpnConnection | DirectConnectGateway
        if on_premises.vpn is not None:
            made = VpnConnection(
                f"{self._name}-vpn", vpn=on_premises.vpn, gateway=self._gateway, names=self._names, opts=self._child
            )
            self.outputs = {"vpnConnectionId": made.id}
        else:
            assert on_premises.direct_connect is not None, "a connection that ends here is of one kind or the other"
            made = DirectConnectGateway(
                f"{self._name}-dx",
                direct_connect=on_premises.direct_connect,
                allowed_prefixes=allowed,
                gateway=self._gateway,
                names=self._names,
                after=after,
                opts=self._child,
            )
            self.outputs = {"directConnectGatewayId": made.id}
        if on_premises.announces:
            # In an output, so that a preview names what on-premises is told.
            self.outputs = {**self.outputs, "announcedPrefixes": list(allowed)}
        self._attach(made.attachment_id, table_id, on_premises.announces)
        return Way(made.attachment_id, (made.resource,))

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

    def _routes(self, way: str, routes: Sequence[TgwRoute], table_id: Output[str], ways: Ways) -> None:
        made = TransitGatewayRoutes(
            f"{self._name}-{way}", routes=routes, table_id=table_id, ways=ways, opts=self._child
        )
        self.pending += made.pending
