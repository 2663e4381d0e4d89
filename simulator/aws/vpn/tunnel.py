"""VPN tunnels, one by one: an outside address on AWS's side, and the options that were asked for or chosen."""

from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network
from typing import Any

from moto.core.utils import utcnow
from moto.ec2.exceptions import InvalidParameterValue
from moto.moto_api._internal import mock_random as random

from simulator.aws.base import SURROUNDINGS
from simulator.aws.vpn import tunnel_options
from simulator.aws.vpn.tunnel_options import Options

_OUTSIDE = IPv4Network("198.18.0.0/15")
"""A range set aside for benchmarks, so that no tunnel here has an address that somebody owns."""


@dataclass
class VpnTunnel:
    """One of a connection's two tunnels."""

    outside_ip_address: str
    options: Options
    last_status_change: Any = field(default_factory=utcnow)

    @classmethod
    def make(cls, asked: Options, others: list["VpnTunnel"], addresses: set[str]) -> "VpnTunnel":
        """A tunnel with the options asked for, and with a new key if none was given.

        `others` are the tunnels of the same gateway. The outside address is none of `addresses`.
        """
        options = tunnel_options.parse(asked)
        options.setdefault("PreSharedKey", tunnel_options.random_pre_shared_key())
        tunnel = cls(_random_outside_address(addresses), {})
        tunnel.change(options, others)
        return tunnel

    @property
    def up(self) -> bool:
        """Whether the tunnel carries traffic. Nobody speaks IPsec here, so the surroundings tell."""
        return SURROUNDINGS.tunnel_is_up(self.outside_ip_address)

    @property
    def inside_cidr(self) -> str:
        """The /30 between the two ends."""
        return str(self.options["TunnelInsideCidr"])

    @property
    def vpn_gateway_inside_address(self) -> IPv4Address:
        """AWS's end: the first address of the /30."""
        return IPv4Network(self.inside_cidr)[1]

    @property
    def customer_gateway_inside_address(self) -> IPv4Address:
        """The customer's end: the second address of the /30."""
        return IPv4Network(self.inside_cidr)[2]

    def change(self, asked: Options, others: list["VpnTunnel"]) -> None:
        """Replace options with parsed ones. Raises InvalidParameterValue, and then nothing has changed."""
        options = {**self.options, **asked}
        tunnel_options.check_together(options)
        if options["TunnelInsideCidr"] in {tunnel.inside_cidr for tunnel in others}:
            # assumed: the message. It is documented that inside CIDRs are unique across a gateway's connections.
            raise InvalidParameterValue(
                f"Value for parameter TunnelInsideCidr is invalid. {options['TunnelInsideCidr']} is in use by another "
                "tunnel of the same gateway."
            )
        self.options = options

    def describe(self) -> dict[str, Any]:
        """The tunnel as Options.TunnelOptions lists it."""
        return {"OutsideIpAddress": self.outside_ip_address, **self.options}

    def telemetry(self) -> dict[str, Any]:
        """The tunnel as VgwTelemetry lists it."""
        return {
            "AcceptedRouteCount": 0,
            "LastStatusChange": self.last_status_change,
            "OutsideIpAddress": self.outside_ip_address,
            "Status": "UP" if self.up else "DOWN",
            "StatusMessage": "IPSEC IS UP" if self.up else "IPSEC IS DOWN",
        }


def _random_outside_address(taken: set[str]) -> str:
    while True:
        address = str(_OUTSIDE[random.randrange(1, _OUTSIDE.num_addresses - 1)])
        if address not in taken:
            return address
