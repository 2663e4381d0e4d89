"""The site's transit gateway with the VPC attached, and one route table that everything uses."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_aws import ec2transitgateway as tgw

from components.gateway.route_targets import RouteTarget
from components.network import Network
from components.stack import Stack
from topology import SeenTransitGateway, Target, Tier


class TransitGateway(pulumi.ComponentResource):
    """A transit gateway with an autonomous system number of its own and a route table of its own.

    The default table is switched off: with it, an attachment that somebody adds would take part in the workload's
    routing without anyone having said so. An existing gateway is used as it is, with the table that the configuration
    names.
    """

    id: Output[str]
    route_table_id: Output[str]
    route_targets: Mapping[Target, RouteTarget]
    """The site's VPC for the gateway's table, and the gateway for the VPC's tables."""
    associates_itself: bool
    """Whether AWS puts a new attachment into a table by itself, which an existing gateway may be set to."""
    propagates_itself: bool
    """Whether AWS lets a new attachment propagate into `route_table_id` by itself."""
    led_by_others: frozenset[str]
    """The prefixes that static routes of others lead where this stack would lead them."""

    def __init__(
        self,
        name: str,
        stack: Stack,
        *,
        network: Network,
        existing: SeenTransitGateway | None,
    ) -> None:
        """`existing`: what AWS says of the gateway that the site has already; None makes one."""
        super().__init__("nc2dr:index:TransitGateway", name, None, stack.kept)
        self._name, self._existing, self._tags, site = name, existing, stack.tags, stack.site
        self.associates_itself = existing is not None and (existing.associates or existing.associates_elsewhere)
        self.propagates_itself = existing is not None and existing.propagates
        self._child = ResourceOptions(parent=self)
        self.led_by_others = existing.led if existing else frozenset()
        if existing is None:
            self._make(name, site.asn)
        else:
            self.id = Output.from_input(site.existing.transit_gateway_id or "")
            self.route_table_id = Output.from_input(site.existing.transit_gateway_route_table_id or "")
        vpc = self._attached(site.existing.transit_gateway_attachment_id, network)
        # AWS refuses a route to a gateway that the VPC is not attached to.
        self.route_targets = {Target.NC2_VPC: vpc, Target.TRANSIT_GATEWAY: RouteTarget(self.id, vpc.ready)}
        self.register_outputs({"id": self.id, "routeTableId": self.route_table_id})

    @property
    def published(self) -> Mapping[str, Output[str]]:
        """What the other stack asks for a peering with."""
        return {"transit_gateway_id": self.id}

    def _attached(self, existing_id: str | None, network: Network) -> RouteTarget:
        """The attachment of the site's VPC: the existing one, or a new one."""
        if existing_id is not None:
            return RouteTarget(existing_id)
        # One subnet in each zone: a zone without one could not use the gateway at all.
        attachment = self.attach_vpc("vpc", network.vpc_id, network.subnet_ids[Tier.METAL], self)
        return RouteTarget(attachment.id, (attachment,))

    def _make(self, name: str, asn: int) -> None:
        self.id = tgw.TransitGateway(
            name,
            amazon_side_asn=asn,
            default_route_table_association="disable",
            default_route_table_propagation="disable",
            dns_support="enable",
            description=self._tags.name("tgw"),
            tags=self._tags.named("tgw"),
            opts=self._child,
        ).id
        self.route_table_id = tgw.RouteTable(
            f"{name}-table", transit_gateway_id=self.id, tags=self._tags.named("tgw", "table"), opts=self._child
        ).id

    def attach_vpc(
        self, what: str, vpc_id: Output[str], subnet_ids: Sequence[Output[str]], parent: pulumi.Resource
    ) -> tgw.VpcAttachment:
        """Attach a VPC: associated with the table, its CIDR propagated into it. `parent` is who attaches it."""
        opts = ResourceOptions(parent=parent)
        attachment = tgw.VpcAttachment(
            f"{self._name}-{what}",
            transit_gateway_id=self.id,
            vpc_id=vpc_id,
            subnet_ids=list(subnet_ids),
            # What AWS does by itself in a gateway's default table is said here and not once more below.
            transit_gateway_default_route_table_association=self._existing is not None and self._existing.associates,
            transit_gateway_default_route_table_propagation=self.propagates_itself,
            tags=self._tags.named("tgw", what),
            opts=opts,
        )
        self.associate(what, attachment.id, parent)
        if not self.propagates_itself:
            tgw.RouteTablePropagation(
                f"{self._name}-{what}",
                transit_gateway_attachment_id=attachment.id,
                transit_gateway_route_table_id=self.route_table_id,
                opts=opts,
            )
        return attachment

    def associate(
        self, what: str, attachment_id: Input[str], parent: pulumi.Resource
    ) -> tuple[tgw.RouteTableAssociation, ...]:
        """Let traffic that comes in by this attachment be routed by the table; nothing where AWS has done it.

        The association is a child of `parent`, never of this component: what waits for the component would wait for an
        attachment that may itself wait for the component.
        """
        if self._existing is not None and self._existing.associates:
            return ()
        association = tgw.RouteTableAssociation(
            f"{self._name}-{what}",
            transit_gateway_attachment_id=attachment_id,
            transit_gateway_route_table_id=self.route_table_id,
            replace_existing_association=True if self._existing and self._existing.associates_elsewhere else None,
            opts=ResourceOptions(parent=parent),
        )
        return (association,)
