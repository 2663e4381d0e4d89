"""Direct Connect gateways, which moto lacks. They belong to the account, not to a region."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from moto.core.responses import ActionResult
from moto.moto_api import state_manager
from moto.moto_api._internal.managed_state_model import ManagedState

from simulator.aws.base import DirectConnectClientException, DirectConnectMixin, DirectConnectResponseMixin

_DEFAULT_ASN = 64512
_MODEL = "directconnect::gateway"
state_manager.register_default_transition(_MODEL, {"progression": "manual", "times": 1})


@dataclass
class DirectConnectGateway:
    """One gateway; states `pending`, `available`, `deleted`."""

    name: str
    amazon_side_asn: int
    owner_account: str
    id: str = field(default_factory=lambda: str(uuid4()))
    state: ManagedState = field(default_factory=lambda: ManagedState(_MODEL, [("pending", "available")]))

    def describe(self) -> dict[str, Any]:
        """The gateway in the form of Direct Connect."""
        return {
            "directConnectGatewayId": self.id,
            "directConnectGatewayName": self.name,
            "amazonSideAsn": self.amazon_side_asn,
            "ownerAccount": self.owner_account,
            "directConnectGatewayState": self.state.status,
        }


class DirectConnectGatewayBackend(DirectConnectMixin):
    """The gateways of the account, kept in one backend."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.gateways: dict[str, DirectConnectGateway] = {}

    def get_direct_connect_gateway(self, gateway_id: str) -> DirectConnectGateway:
        """The gateway with this id. Raises DirectConnectClientException."""
        gateway: DirectConnectGateway | None = self.home.gateways.get(gateway_id)
        if gateway is None:
            raise DirectConnectClientException(f"Direct Connect Gateway {gateway_id} does not exist")
        return gateway

    def create_direct_connect_gateway(
        self, name: str, amazon_side_asn: int | None, tags: list[dict[str, str]] | None
    ) -> DirectConnectGateway:
        gateway = DirectConnectGateway(name, amazon_side_asn or _DEFAULT_ASN, self.account_id)
        self.home.gateways[gateway.id] = gateway
        self.tag_new("dx-gateway", gateway.id, tags)
        return gateway

    def describe_direct_connect_gateways(self, gateway_id: str | None) -> list[DirectConnectGateway]:
        gateways = [item for item in self.home.gateways.values() if gateway_id in (None, item.id)]
        for gateway in gateways:
            gateway.state.advance()
        return gateways

    def update_direct_connect_gateway(self, gateway_id: str, name: str) -> DirectConnectGateway:
        gateway = self.get_direct_connect_gateway(gateway_id)
        gateway.name = name
        return gateway

    def delete_direct_connect_gateway(self, gateway_id: str) -> DirectConnectGateway:
        gateway = self.get_direct_connect_gateway(gateway_id)
        held = [*self.associations_of(gateway_id), *self.virtual_interfaces_of(gateway_id)]
        if held:
            # assumed: the message. It is documented that associations and attachments keep a gateway.
            raise DirectConnectClientException(
                f"Direct Connect Gateway {gateway_id} has associations or attachments: "
                f"{', '.join(item.id for item in held)}"
            )
        gateway.state.status = "deleted"
        del self.home.gateways[gateway_id]
        return gateway


class DirectConnectGatewayResponse(DirectConnectResponseMixin):
    """The responses of the actions."""

    def create_direct_connect_gateway(self) -> ActionResult:
        asked = self.asked()
        gateway = self.backend.create_direct_connect_gateway(
            asked["directConnectGatewayName"], asked.get("amazonSideAsn"), asked.get("tags")
        )
        return _answer(self.backend, gateway)

    def describe_direct_connect_gateways(self) -> ActionResult:
        gateways = self.backend.describe_direct_connect_gateways(self.asked().get("directConnectGatewayId"))
        return ActionResult({"directConnectGateways": [_shown(self.backend, gateway) for gateway in gateways]})

    def update_direct_connect_gateway(self) -> ActionResult:
        asked = self.asked()
        gateway = self.backend.update_direct_connect_gateway(
            asked["directConnectGatewayId"], asked["newDirectConnectGatewayName"]
        )
        return _answer(self.backend, gateway)

    def delete_direct_connect_gateway(self) -> ActionResult:
        gateway = self.backend.delete_direct_connect_gateway(self.asked()["directConnectGatewayId"])
        return _answer(self.backend, gateway)


def _answer(backend: Any, gateway: DirectConnectGateway) -> ActionResult:
    return ActionResult({"directConnectGateway": _shown(backend, gateway)})


def _shown(backend: Any, gateway: DirectConnectGateway) -> dict[str, Any]:
    return {**gateway.describe(), "tags": backend.list_tags_for_resource(backend.arn("dx-gateway", gateway.id))}
