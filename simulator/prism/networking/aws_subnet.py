"""Subnet of the AWS VPC of an NC2 cluster.

GET /api/networking/v4.N/aws/config/subnets, with the header X-Cluster-Id.
"""

from __future__ import annotations

from simulator.prism.model import fields
from simulator.prism.networking.aws_noun import AwsNoun


class AwsSubnet(AwsNoun):
    """Comes from the SiteSpec."""

    kind = "aws_subnet"
    path = "aws/config/subnets"
    object_type = "networking.v4.aws.config.AwsSubnet"
    fields = fields("vpcId subnetId cidr gatewayIp cloudType availabilityZone annotation")
