"""The schema of `ec2Vpc`."""

from pydantic import Field

from topology import values
from topology.config.section import Section


class Ec2VpcConfig(Section):
    """The VPC the workload runs in before its migration."""

    site: values.SiteName = Field(description="the name of the site whose region holds the EC2 VPC")
    cidr: values.Ec2VpcPrefix = Field(description="a private IPv4 prefix from /16 to /24")
    availability_zones: tuple[values.Zone, ...] = Field(description="a list of 1 to 4 availability zones")
