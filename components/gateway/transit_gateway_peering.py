"""The peering of the two sites' transit gateways: asked for by one stack, accepted by the other."""

from collections.abc import Mapping
from types import MappingProxyType

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import ec2transitgateway as tgw

from components.gateway.route_targets import RouteTarget
from components.gateway.transit_gateway import TransitGateway
from components.published import Published
from components.stack import Stack
from topology import Target


class TransitGatewayPeering(pulumi.ComponentResource):
    """This site's end of the peering, as far as it can exist yet.

    A stack makes what is possible with the outputs of the other stack, and names the rest in `pending`. An end can
    carry routes once the request is accepted, which AWS shows to both sites.
    """

    id: Output[str] | None = None
    """The peering attachment, known as soon as this site knows it."""
    route_targets: Mapping[Target, RouteTarget] = MappingProxyType({})
    """Where a route over the peering points; empty until it can carry routes."""
    pending: tuple[str, ...] = ()
    """What is missing and who makes it."""

    def __init__(self, name: str, stack: Stack, *, gateway: TransitGateway) -> None:
        super().__init__("nc2dr:index:TransitGatewayPeering", name, None, stack.kept)
        self._name, self._gateway, self._tags = name, gateway, stack.tags.shared("tgw", "peering")
        existing_id = stack.site.existing.transit_gateway_peering_id
        if existing_id is not None:
            # Asked for, accepted and associated before this stack came; it was looked up.
            self.id = Output.from_input(existing_id)
            self.route_targets = {Target.PEERING: RouteTarget(self.id)}
        elif stack.model.is_home:
            self._request(stack.other, stack.model.other.region)
        else:
            self._accept(stack.other)
        self.register_outputs({"id": self.id})

    def _request(self, other: Published, region: str) -> None:
        if other.transit_gateway_id is None:
            self.pending = (f"the transit gateway of {other.site}",)
            return
        attachment = tgw.PeeringAttachment(
            self._name,
            transit_gateway_id=self._gateway.id,
            peer_transit_gateway_id=other.transit_gateway_id,
            peer_region=region,
            tags=self._tags,
            opts=ResourceOptions(parent=self),
        )
        self.id = attachment.id
        if other.accepted_peering_id is None:
            self.pending = (f"{other.site} to accept the peering",)
            return
        self._carries_routes(attachment.id, attachment)

    def _accept(self, other: Published) -> None:
        if other.requested_peering_id is None:
            self.pending = (f"{other.site} to ask for the peering",)
            return
        accepter = tgw.PeeringAttachmentAccepter(
            self._name,
            transit_gateway_attachment_id=other.requested_peering_id,
            tags=self._tags,
            # The gateway must exist before a request to it can be accepted, and outlive the peering when both go.
            opts=ResourceOptions(parent=self, depends_on=[self._gateway]),
        )
        self.id = accepter.id
        self._carries_routes(accepter.id, accepter)

    def _carries_routes(self, id: Output[str], end: pulumi.Resource) -> None:
        ready = (end, *self._gateway.associate("peering", id, self))
        self.route_targets = {Target.PEERING: RouteTarget(id, ready)}
