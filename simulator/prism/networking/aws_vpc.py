"""AWS VPC that an NC2 cluster runs in. GET /api/networking/v4.N/aws/config/vpcs, with the header X-Cluster-Id."""

from __future__ import annotations

from simulator.prism.model import fields
from simulator.prism.networking.aws_noun import AwsNoun


class AwsVpc(AwsNoun):
    """Comes from the SiteSpec. The list has no pages."""

    kind = "aws_vpc"
    path = "aws/config/vpcs"
    object_type = "networking.v4.aws.config.AwsVpc"
    query = frozenset({"$select"})
    fields = fields("vpcId annotation cidrs cloudType")
