"""AWS VPC an NC2 cluster runs in. GET /api/networking/v4.N/aws/config/vpcs, with the header X-Cluster-Id."""

from __future__ import annotations

from simulator.prism.networking.of_cluster import OfCluster
from simulator.prism.noun import fields


class AwsVpc(OfCluster):
    """Seeded from the SiteSpec; the list knows no paging."""

    kind = "aws_vpc"
    path = "aws/config/vpcs"
    object_type = "networking.v4.aws.config.AwsVpc"
    query = frozenset({"$select"})
    fields = fields("vpcId annotation cidrs cloudType")
