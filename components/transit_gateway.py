"""The site's transit gateway with the VPC attached, and one route table that everything uses."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import ec2transitgateway as tgw

from components._names import Names
from components.network import Network
from components.routes import Way
from topology import Target, Tier


class TransitGateway(pulumi.ComponentResource):
    """A transit gateway with an autonomous system number of its own and a route table of its own.

    The default table is switched off: with it, an attachment that somebody adds would take part in the workload's
    routing without anyone having said so.
    """

    id: Output[str]
    route_table_id: Output[str]
    ways: Mapping[Target, Way]
    """The site's VPC for the gateway's table, and the gateway for the VPC's tables."""

    def __init__(
        self,
        name: str,
        *,
        asn: int,
        network: Network,
        names: Names,
        opts: ResourceOptions | None = None,
    ) -> None:
        super().__init__("nc2dr:index:TransitGateway", name, None, opts)
        self._name = name
        self._child = ResourceOptions(parent=self)
        gateway = tgw.TransitGateway(
            name,
            amazon_side_asn=asn,
            default_route_table_association="disable",
            default_route_table_propagation="disable",
            dns_support="enable",
            description=names.tag("tgw")["Name"],
            tags=names.tag("tgw"),
            opts=self._child,
        )
        self.id = gateway.id
        table = tgw.RouteTable(
            f"{name}-table", transit_gateway_id=gateway.id, tags=names.tag("tgw", "table"), opts=self._child
        )
        self.route_table_id = table.id
        # One subnet in each zone: a zone without one could not use the gateway at all.
        attachment = self.attach_vpc("vpc", network.vpc_id, network.subnet_ids[Tier.METAL], names, self)
        self.ways = {
            Target.NC2_VPC: Way(attachment.id, (attachment,)),
            # AWS refuses a route to a gateway that the VPC is not attached to.
            Target.TRANSIT_GATEWAY: Way(gateway.id, (attachment,)),
        }
        self.register_outputs({"id": self.id, "routeTableId": self.route_table_id})

    def attach_vpc(
        self, what: str, vpc_id: Output[str], subnet_ids: Sequence[Output[str]], names: Names, parent: pulumi.Resource
    ) -> tgw.VpcAttachment:
        """Attach a VPC: associated with the table, its CIDR propagated into it. `parent` is who attaches it."""
        opts = ResourceOptions(parent=parent)
        attachment = tgw.VpcAttachment(
            f"{self._name}-{what}",
            transit_gateway_id=self.id,
            vpc_id=vpc_id,
            subnet_ids=list(subnet_ids),
            transit_gateway_default_route_table_association=False,
            transit_gateway_default_route_table_propagation=False,
            tags=names.tag("tgw", what),
            opts=opts,
        )
        self.associate(what, attachment.id, parent)
        tgw.RouteTablePropagation(
            f"{self._name}-{what}",
            transit_gateway_attachment_id=attachment.id,
            transit_gateway_route_table_id=self.route_table_id,
            opts=opts,
        )
        return attachment

    def associate(
        self, what: str, attachment_id: pulumi.Input[str], parent: pulumi.Resource
    ) -> tgw.RouteTableAssociation:
        """Let traffic that comes in by this attachment be routed by the table.

        The association is a child of `parent`, never of this component: what waits for the component would wait for an
        attachment that may itself wait for the component.
        """
        return tgw.RouteTableAssociation(
            f"{self._name}-{what}",
            transit_gateway_attachment_id=attachment_id,
            transit_gateway_route_table_id=self.route_table_id,
            opts=ResourceOptions(parent=parent),
        )
