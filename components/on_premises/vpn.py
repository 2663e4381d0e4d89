"""The site's VPN connection to on-premises: two tunnels between the transit gateway and one device."""

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import ec2

from components.gateway import TransitGateway
from components.on_premises.customer_gateway import customer_gateway
from components.tags import Tags
from topology import Vpn, VpnRouting

_TUNNELS = (1, 2)


class VpnConnection(pulumi.ComponentResource):
    """A connection whose tunnels accept IKEv2 and what the configuration lists, and nothing weaker.

    Its keys, and the XML that holds them, are secrets of the state and no output of the stack.
    """

    id: Output[str]
    attachment_id: Output[str]
    resource: pulumi.Resource

    def __init__(
        self, name: str, *, vpn: Vpn, gateway: TransitGateway, tags: Tags, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("nc2dr:index:VpnConnection", name, None, opts)
        child = ResourceOptions(parent=self)
        connection = ec2.VpnConnection(
            name,
            type="ipsec.1",
            customer_gateway_id=customer_gateway(name, vpn=vpn, tags=tags, opts=child),
            transit_gateway_id=gateway.id,
            static_routes_only=vpn.routing is VpnRouting.STATIC,
            tags=tags.named("vpn"),
            opts=child,
            **tunnel_arguments(vpn),
        )
        self.id, self.attachment_id, self.resource = connection.id, connection.transit_gateway_attachment_id, connection
        self.register_outputs({"id": self.id})


def tunnel_arguments(vpn: Vpn) -> dict[str, Any]:
    """The arguments of both tunnels, by the names that the resource gives them."""
    arguments: dict[str, Any] = {}
    for number, inside_cidr, key in zip_longest(_TUNNELS, vpn.inside_cidrs, vpn.pre_shared_keys):
        arguments |= {f"tunnel{number}_{name}": value for name, value in _options(vpn).items()}
        if inside_cidr is not None:
            arguments[f"tunnel{number}_inside_cidr"] = inside_cidr
        if key is not None:
            arguments[f"tunnel{number}_preshared_key"] = Output.secret(key)
    return arguments


def _options(vpn: Vpn) -> Mapping[str, Any]:
    options = vpn.options
    shared: dict[str, Any] = {
        "ike_versions": ["ikev2"],
        "dpd_timeout_seconds": options.dpd_timeout,
        "dpd_timeout_action": options.dpd_action.value,
        "startup_action": options.startup_action.value,
    }
    for name, phase in (("phase1", options.phase1), ("phase2", options.phase2)):
        shared |= {
            f"{name}_encryption_algorithms": list(phase.encryption),
            f"{name}_integrity_algorithms": list(phase.integrity),
            f"{name}_dh_group_numbers": list(phase.dh_groups),
            f"{name}_lifetime_seconds": phase.lifetime,
        }
    return shared
