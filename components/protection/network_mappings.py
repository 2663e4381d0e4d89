"""Where a recovery plan leads each network, in either direction."""

from typing import Any

from pulumi import Output

from components.overlay.overlay import Overlay
from components.site_outputs import SiteOutputs
from topology import Overlay as OverlayModel
from topology.network import OverlaySubnet


def network_mappings(overlay: OverlayModel, here: Overlay, other: SiteOutputs) -> list[dict[str, Any]]:
    """Each subnet leads to its twin of the same name; a test failover to either side leads to that side's test VPC."""
    mappings: list[dict[str, Any]] = [
        {
            "primary": _network(subnet, here.vpc_id),
            "recovery": _network(subnet, other.overlay_vpc_id),
        }
        for subnet in overlay.subnets
    ]
    if other.overlay_test_vpc_id is not None:
        for mapping, subnet in zip(mappings, overlay.test_subnets, strict=False):
            mapping["primary_test"] = _network(subnet, here.test_vpc_id)
            mapping["recovery_test"] = _network(subnet, other.overlay_test_vpc_id)
    return mappings


def _network(subnet: OverlaySubnet, vpc_id: Output[str] | str | None) -> dict[str, object]:
    return {
        "subnet_name": subnet.name,
        "gateway": subnet.gateway,
        "prefix_length": subnet.prefix_length,
        "vpc_id": vpc_id,
    }
