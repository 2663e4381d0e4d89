"""Customer gateways: an identical request returns the existing one, and one in use cannot be deleted.

moto shows an autonomous system number only if one was asked for, forgets the name of the device, makes duplicates, and
deletes a gateway that connections use.
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import InvalidCustomerGatewayIdError
from moto.ec2.models.customer_gateways import CustomerGateway

from simulator.aws.base import BackendMixin, Filters, IncorrectState, ResponseMixin, select

_DEFAULT_ASN = "65000"
_LARGEST_PLAIN_ASN = 2**31 - 1
_READERS = {
    "bgp-asn": lambda item: item.bgp_asn,
    "customer-gateway-id": lambda item: item.id,
    "ip-address": lambda item: item.ip_address,
    "state": lambda item: item.state,
    "type": lambda item: item.type,
}


class CustomerGatewayBackend(BackendMixin):
    """Repairs of moto's customer gateway backend."""

    def get_living_customer_gateway(self, customer_gateway_id: str) -> CustomerGateway:
        """The gateway with this id that has not been deleted. Raises InvalidCustomerGatewayID.NotFound."""
        gateway = self.get_customer_gateway(customer_gateway_id)
        if gateway.state == "deleted":
            raise InvalidCustomerGatewayIdError(customer_gateway_id)
        return gateway

    def create_customer_gateway(
        self,
        gateway_type: str,
        ip_address: str,
        bgp_asn: str,
        tags: dict[str, str] | None = None,
        device_name: str | None = None,
    ) -> CustomerGateway:
        asked = (gateway_type, ip_address, bgp_asn or _DEFAULT_ASN, device_name)
        for gateway in self.customer_gateways.values():
            named = (gateway.type, gateway.ip_address, gateway.bgp_asn, getattr(gateway, "device_name", None))
            if named == asked and gateway.state != "deleted":
                return gateway
        made = super().create_customer_gateway(gateway_type, ip_address, bgp_asn or _DEFAULT_ASN, tags)
        made.device_name = device_name  # type: ignore[attr-defined]
        return made

    def describe_customer_gateways(
        self, filters: Filters | None = None, customer_gateway_ids: list[str] | None = None
    ) -> list[CustomerGateway]:
        gateways = [self.get_customer_gateway(id_) for id_ in customer_gateway_ids or list(self.customer_gateways)]
        return select(gateways, filters, _READERS, "DescribeCustomerGateways")

    def delete_customer_gateway(self, customer_gateway_id: str) -> None:
        gateway = self.get_living_customer_gateway(customer_gateway_id)
        if any(connection.customer_gateway_id == gateway.id for connection in self.living_vpn_connections()):
            raise IncorrectState("The customer gateway is in use.")
        gateway.state = "deleted"


class CustomerGatewayResponse(ResponseMixin):
    """Repairs of moto's customer gateway responses."""

    def create_customer_gateway(self) -> ActionResult:
        gateway = self.ec2_backend.create_customer_gateway(
            self._get_param("Type"),
            ip_address=self._get_param("IpAddress") or self._get_param("PublicIp"),
            bgp_asn=str(self._get_param("BgpAsn") or self._get_param("BgpAsnExtended") or _DEFAULT_ASN),
            tags=self._parse_tag_specification().get("customer-gateway", {}),
            device_name=self._get_param("DeviceName"),
        )
        return ActionResult({"CustomerGateway": _shown(gateway)})

    def describe_customer_gateways(self) -> ActionResult:
        gateways = self.ec2_backend.describe_customer_gateways(
            self._filters_from_querystring(), self._get_param("CustomerGatewayIds", [])
        )
        return ActionResult({"CustomerGateways": [_shown(gateway) for gateway in gateways]})


def _shown(gateway: Any) -> dict[str, Any]:
    """The gateway in the form of EC2. A large autonomous system number has a field of its own."""
    large = int(gateway.bgp_asn) > _LARGEST_PLAIN_ASN
    return {
        "CustomerGatewayId": gateway.id,
        "IpAddress": gateway.ip_address,
        "Type": gateway.type,
        "State": gateway.state,
        "DeviceName": gateway.device_name,
        "BgpAsnExtended" if large else "BgpAsn": gateway.bgp_asn,
        "Tags": gateway.get_tags(),
    }
