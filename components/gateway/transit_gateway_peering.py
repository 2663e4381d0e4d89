"""The peering of the two sites' transit gateways: asked for by one stack, accepted by the other."""

from collections.abc import Mapping
from types import MappingProxyType

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import ec2transitgateway as tgw

from components.gateway.routes import Way
from components.gateway.transit_gateway import TransitGateway
from components.names import Names
from components.site_outputs import SiteOutputs
from topology import Target


class TransitGatewayPeering(pulumi.ComponentResource):
    """This site's end of the peering, as far as it can exist yet.

    A stack reads what the other has published and makes what is possible with it; the rest is named in `pending`. An
    end can carry routes once the request is accepted, which AWS shows to both sides.
    """

    id: Output[str] | None = None
    """The peering attachment, known as soon as this site knows it."""
    ways: Mapping[Target, Way] = MappingProxyType({})
    """Where a route over the peering points; empty until it can carry routes."""
    pending: tuple[str, ...] = ()
    """What is missing and who makes it, for people."""

    def __init__(
        self,
        name: str,
        *,
        gateway: TransitGateway,
        requester: bool,
        other: SiteOutputs,
        other_region: str,
        names: Names,
        opts: ResourceOptions | None = None,
    ) -> None:
        """`requester`: whether this site asks for the peering; the other site then accepts it."""
        super().__init__("nc2dr:index:TransitGatewayPeering", name, None, opts)
        self._child = ResourceOptions(parent=self)
        if requester:
            self._request(name, gateway, other, other_region, names)
        else:
            self._accept(name, gateway, other, names)
        self.register_outputs({"id": self.id})

    def _request(self, name: str, gateway: TransitGateway, other: SiteOutputs, region: str, names: Names) -> None:
        if other.transit_gateway_id is None:
            self.pending = (f"the transit gateway of {other.site}",)
            return
        attachment = tgw.PeeringAttachment(
            name,
            transit_gateway_id=gateway.id,
            peer_transit_gateway_id=other.transit_gateway_id,
            peer_region=region,
            tags=names.shared("tgw", "peering"),
            opts=self._child,
        )
        self.id = attachment.id
        if other.accepted_peering_id is None:
            self.pending = (f"{other.site} to accept the peering",)
            return
        ready = (attachment, *gateway.associate("peering", attachment.id, self))
        self.ways = {Target.PEERING: Way(attachment.id, ready)}

    def _accept(self, name: str, gateway: TransitGateway, other: SiteOutputs, names: Names) -> None:
        if other.requested_peering_id is None:
            self.pending = (f"{other.site} to ask for the peering",)
            return
        accepter = tgw.PeeringAttachmentAccepter(
            name,
            transit_gateway_attachment_id=other.requested_peering_id,
            tags=names.shared("tgw", "peering"),
            # The gateway must exist before a request to it can be accepted, and outlive the peering when both go.
            opts=ResourceOptions(parent=self, depends_on=[gateway]),
        )
        self.id = accepter.id
        ready = (accepter, *gateway.associate("peering", accepter.id, self))
        self.ways = {Target.PEERING: Way(accepter.id, ready)}
