"""Direct Connect, repaired: connections, virtual interfaces, gateways and their associations."""

from moto.directconnect.models import Connection, DirectConnectBackend
from moto.directconnect.responses import DirectConnectResponse

from simulator.aws.base import Repairs
from simulator.aws.direct_connect import connections, gateway_associations, gateways, tags, virtual_interfaces

__all__ = ["REPAIRS"]

_BACKENDS = (
    tags.DirectConnectTagBackend,
    connections.DirectConnectConnectionBackend,
    gateways.DirectConnectGatewayBackend,
    gateway_associations.DirectConnectGatewayAssociationBackend,
    virtual_interfaces.DirectConnectVirtualInterfaceBackend,
)
_RESPONSES = (
    gateways.DirectConnectGatewayResponse,
    gateway_associations.DirectConnectGatewayAssociationResponse,
    virtual_interfaces.DirectConnectVirtualInterfaceResponse,
)
REPAIRS: Repairs = (
    (DirectConnectBackend, _BACKENDS),
    (Connection, (connections.DirectConnectConnectionShown,)),
    (DirectConnectResponse, _RESPONSES),
)
