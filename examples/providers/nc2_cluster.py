"""A standby of three nodes that has six while its site is active."""

import pulumi

from providers.nc2_cluster import Nc2Cluster

active = pulumi.Config().get("activeRegion") == "tokyo"

Nc2Cluster(
    "nodes",
    name="nc2-tokyo",
    region="ap-northeast-1",
    availability_zone="ap-northeast-1a",
    node_type="i4i.metal",
    nodes=6 if active else 3,
    prism_central="pc-tokyo",
)
