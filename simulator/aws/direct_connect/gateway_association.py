"""Associations of Direct Connect gateways, one by one: their states, and the prefixes they announce.

The customer gets exactly the allowed prefixes of a transit gateway, whatever the gateway routes.
"""

from ipaddress import ip_network
from typing import Any
from uuid import uuid4

from moto.moto_api import state_manager
from moto.moto_api._internal.managed_state_model import ManagedState

from simulator.aws.base import DirectConnectClientException

_MOST_PREFIXES = 200
_MODEL = "directconnect::gateway-association"
_STEPS: list[tuple[str | None, str]] = [
    ("associating", "associated"),
    ("updating", "associated"),
    ("disassociating", "disassociated"),
]
state_manager.register_default_transition(_MODEL, {"progression": "manual", "times": 1})


class DirectConnectGatewayAssociation:
    """One association; states `associating`, `associated`, `updating`, `disassociating`, `disassociated`."""

    def __init__(self, direct_connect_gateway: Any, transit_gateway: Any, region: str, prefixes: list[str]) -> None:
        self.id = str(uuid4())
        self.gateway = direct_connect_gateway
        self.transit_gateway = transit_gateway
        self.region = region
        self.prefixes = prefixes
        self.state = ManagedState(_MODEL, _STEPS)

    def describe(self) -> dict[str, Any]:
        """The association in the form of Direct Connect."""
        return {
            "associationId": self.id,
            "associationState": self.state.status,
            "directConnectGatewayId": self.gateway.id,
            "directConnectGatewayOwnerAccount": self.gateway.owner_account,
            "associatedGateway": {
                "id": self.transit_gateway.id,
                "type": "transitGateway",
                "ownerAccount": self.transit_gateway.owner_id,
                "region": self.region,
            },
            "allowedPrefixesToDirectConnectGateway": [{"cidr": cidr} for cidr in self.prefixes],
        }


def checked(prefixes: list[str]) -> list[str]:
    """Checked allowed prefixes. Raises DirectConnectClientException."""
    # assumed: every message here. The rules are documented.
    if not prefixes:
        raise DirectConnectClientException("A transit gateway's association needs at least one allowed prefix")
    if len(prefixes) > _MOST_PREFIXES:
        raise DirectConnectClientException(f"{len(prefixes)} allowed prefixes; the limit is {_MOST_PREFIXES}")
    for cidr in prefixes:
        try:
            ip_network(cidr)
        except ValueError:
            raise DirectConnectClientException(f"{cidr} is not a CIDR block") from None
    return prefixes
