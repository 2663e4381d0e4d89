"""A site's AWS network and the overlay that both sites hold: addresses, subnets, flow logs."""

from topology.network.addressing import (
    MAX_ZONES,
    SHORTEST_FLOW,
    attachment_cidr,
    former_subnet_cidr,
    overlapping,
    subnet_cidr,
)
from topology.network.flow_logs import FlowLogs, build_flow_logs, flow_logs_problems
from topology.network.overlay import ExternalSubnet, Overlay, OverlaySubnet, Pools, StaticAddress, build_overlay
from topology.network.overlay_problems import overlap_problems, overlay_problems, test_vpc_problems, vpc_name_problems
from topology.network.tier import TIERS, RouteTable, Tier

__all__ = [
    "MAX_ZONES",
    "SHORTEST_FLOW",
    "TIERS",
    "ExternalSubnet",
    "FlowLogs",
    "Overlay",
    "OverlaySubnet",
    "Pools",
    "RouteTable",
    "StaticAddress",
    "Tier",
    "attachment_cidr",
    "build_flow_logs",
    "build_overlay",
    "flow_logs_problems",
    "former_subnet_cidr",
    "overlap_problems",
    "overlapping",
    "overlay_problems",
    "subnet_cidr",
    "test_vpc_problems",
    "vpc_name_problems",
]
