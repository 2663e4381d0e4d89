"""The schema of `sites.<site>`."""

from typing import Annotated

from pydantic import Field

from topology import values
from topology.choices import GatewayEndpoint, NatGateways
from topology.config.compute import ComputeConfig
from topology.config.existing import ExistingConfig
from topology.config.flow_logs import FlowLogsConfig
from topology.config.on_premises import SiteOnPremisesConfig
from topology.config.section import Section


class SubnetOverrides(Section):
    """CIDRs instead of the derived ones: per tier, one CIDR per availability zone, in order."""

    public: tuple[values.SubnetPrefix, ...] | None = None
    metal: tuple[values.SubnetPrefix, ...] | None = None
    pc: tuple[values.SubnetPrefix, ...] | None = None
    flow: tuple[values.SubnetPrefix, ...] | None = None


class SiteConfig(Section):
    """One site's public facts."""

    region: values.Region = Field(description="an AWS region such as ap-northeast-1")
    availability_zones: tuple[values.Zone, ...] = Field(description="a list of 1 to 4 availability zones")
    vpc_cidr: values.VpcPrefix = Field(description="a private IPv4 prefix from /16 to /20")
    asn: values.Asn = Field(description="the private ASN of the site's transit gateway")
    prism_central: values.NetworkName = Field(description="the name of the site's Prism Central")
    cluster: values.ClusterName = Field(description="the name of the site's NC2 cluster")
    transit_vpc: values.NetworkName = "transit-vpc"
    subnets: SubnetOverrides = SubnetOverrides()
    nat_gateways: Annotated[NatGateways, values.choice(NatGateways)] = NatGateways.SINGLE
    public_subnets_reach_other_site: values.Flag = True
    on_premises: SiteOnPremisesConfig | None = None
    gateway_endpoints: tuple[Annotated[GatewayEndpoint, values.choice(GatewayEndpoint)], ...] | None = None
    flow_logs: FlowLogsConfig | None = None
    compute: ComputeConfig | None = None
    tags: values.Tags = Field(default_factory=dict)
    existing: ExistingConfig = ExistingConfig()
    cluster_uuid: values.ClusterUuid | None = None
    aws_account: values.AwsAccount | None = None
