"""The schema of `ec2Vpc`."""

from pydantic import Field

from topology import values
from topology.config.section import Section


class ExistingEc2VpcConfig(Section):
    """The VPC as it stands: the stack uses it, and never changes or deletes it."""

    vpc_id: values.VpcId = Field(description="the id of the VPC that the instances run in")
    subnet_ids: tuple[values.SubnetId, ...] | None = None
    transit_gateway_attachment_id: values.TransitGatewayAttachmentId | None = None


class Ec2VpcConfig(Section):
    """The VPC the workload runs in before its migration."""

    site: values.SiteName = Field(description="the name of the site whose region holds the EC2 VPC")
    cidr: values.Ec2VpcPrefix = Field(description="a private IPv4 prefix from /16 to /24")
    availability_zones: tuple[values.Zone, ...] | None = None
    existing: ExistingEc2VpcConfig | None = None
