"""The network mappings of a recovery plan, in either direction."""

from typing import Any

from pulumi import Output

from components.overlay import Overlay
from components.stack import Stack
from topology import OverlaySubnet


def network_mappings(stack: Stack, overlay: Overlay) -> list[dict[str, Any]]:
    """Each subnet leads to its twin of the same name; a test failover leads to the test VPC of the site it runs in.

    Empty while the other site has no Prism Central or no overlay.
    """
    model, other = stack.model.overlay, stack.other
    if other.domain_manager_id is None or other.overlay_vpc_id is None:
        return []
    mappings: list[dict[str, Any]] = [
        {"primary": _network(subnet, overlay.vpc_id), "recovery": _network(subnet, other.overlay_vpc_id)}
        for subnet in model.subnets
    ]
    if other.overlay_test_vpc_id is not None:
        for mapping, subnet in zip(mappings, model.test_subnets, strict=False):
            mapping["primary_test"] = _network(subnet, overlay.test_vpc_id)
            mapping["recovery_test"] = _network(subnet, other.overlay_test_vpc_id)
    return mappings


def _network(subnet: OverlaySubnet, vpc_id: Output[str] | str | None) -> dict[str, object]:
    return {
        "subnet_name": subnet.name,
        "gateway": subnet.gateway,
        "prefix_length": subnet.prefix_length,
        "vpc_id": vpc_id,
    }
