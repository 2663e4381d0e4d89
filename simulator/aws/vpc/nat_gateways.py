"""NAT gateways: deletion removes the network interface and frees the address.

moto keeps both, so a destroyed VPC still has an interface, and it answers an unknown id with an unhandled
AttributeError.
"""

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.nat_gateways import NatGateway

from simulator.aws.base import BackendMixin


class NatGatewayBackend(BackendMixin):
    """Repairs of moto's NAT gateway backend."""

    def delete_nat_gateway(self, nat_gateway_id: str) -> NatGateway:
        gateway = self.nat_gateways.get(nat_gateway_id)
        if gateway is None:
            raise EC2ClientError("NatGatewayNotFound", f"The Nat Gateway {nat_gateway_id} was not found")
        if gateway.state != "deleted":
            for address in gateway.address_set:
                if address.get("associationId"):
                    self.disassociate_address(association_id=address["associationId"])
            self.enis.pop(gateway._eni.id, None)
        return super().delete_nat_gateway(nat_gateway_id)
