"""Transit gateways, repaired: attachments of all kinds, route tables, routes and prefix list references."""

from moto.ec2.models import EC2Backend
from moto.ec2.responses import EC2Response

from simulator.aws.base import Repairs
from simulator.aws.transit_gateway import (
    attachments,
    direct_connect_attachments,
    gateway,
    peering,
    prefix_lists,
    relations,
    route_tables,
    routes,
    vpn_attachments,
)

__all__ = ["REPAIRS"]

_BACKENDS = (
    gateway.TransitGatewayBackend,
    attachments.TransitGatewayAttachmentBackend,
    vpn_attachments.TransitGatewayVpnAttachmentBackend,
    peering.TransitGatewayPeeringBackend,
    route_tables.TransitGatewayRouteTableBackend,
    relations.TransitGatewayRelationBackend,
    routes.TransitGatewayRouteBackend,
    prefix_lists.TransitGatewayPrefixListBackend,
    direct_connect_attachments.TransitGatewayDirectConnectAttachmentBackend,
)
_RESPONSES = (
    attachments.TransitGatewayAttachmentResponse,
    routes.TransitGatewayRouteResponse,
    prefix_lists.TransitGatewayPrefixListResponse,
)
REPAIRS: Repairs = ((EC2Backend, _BACKENDS), (EC2Response, _RESPONSES))
