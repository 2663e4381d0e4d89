"""Transit virtual interfaces of Direct Connect, one by one."""

from dataclasses import dataclass, field
from typing import Any

from moto.moto_api import state_manager
from moto.moto_api._internal.managed_state_model import ManagedState

from simulator.aws.base import random_hex

_MODEL = "directconnect::virtual-interface"
# assumed: BGP comes up by itself; without BGP a real interface is `down`.
_STEPS: list[tuple[str | None, str]] = [("pending", "available"), ("deleting", "deleted")]
state_manager.register_default_transition(_MODEL, {"progression": "manual", "times": 1})


@dataclass
class VirtualInterface:
    """One transit virtual interface; states `pending`, `available`, `deleting`, `deleted`."""

    connection_id: str
    gateway_id: str
    shown: dict[str, Any]
    id: str = field(default_factory=lambda: f"dxvif-{random_hex(8)}")
    state: ManagedState = field(default_factory=lambda: ManagedState(_MODEL, _STEPS))

    def describe(self) -> dict[str, Any]:
        """The interface in the form of Direct Connect."""
        return {
            **self.shown,
            "virtualInterfaceId": self.id,
            "virtualInterfaceType": "transit",
            "virtualInterfaceState": self.state.status,
            "connectionId": self.connection_id,
            "directConnectGatewayId": self.gateway_id,
            "jumboFrameCapable": True,
        }
