"""A site as it is written down."""

from typing import Annotated

from pydantic import Field

from topology.choices import GatewayEndpoint, NatGateways
from topology.config.compute import ComputeConfig
from topology.config.existing import ExistingConfig
from topology.config.flow_logs import FlowLogsConfig
from topology.config.on_premises import SiteOnPremisesConfig
from topology.config.section import Section
from topology.values import fields


class SubnetOverrides(Section):
    """CIDRs in place of the derived ones: for each tier given, one for every availability zone, in order."""

    public: tuple[fields.SubnetPrefix, ...] | None = None
    metal: tuple[fields.SubnetPrefix, ...] | None = None
    pc: tuple[fields.SubnetPrefix, ...] | None = None
    flow: tuple[fields.SubnetPrefix, ...] | None = None


class SiteConfig(Section):
    """One site's public facts."""

    region: fields.Region = Field(description="an AWS region such as ap-northeast-1")
    availability_zones: tuple[fields.Zone, ...] = Field(description="a list of 1 to 4 availability zones")
    vpc_cidr: fields.VpcPrefix = Field(description="a private IPv4 prefix from /16 to /20")
    asn: fields.Asn = Field(description="the private ASN of the site's transit gateway")
    prism_central: fields.NetworkName = Field(description="the name of the site's Prism Central")
    cluster: fields.ClusterName = Field(description="the name of the site's NC2 cluster")
    transit_vpc: fields.NetworkName = "transit-vpc"
    subnets: SubnetOverrides = SubnetOverrides()
    nat_gateways: Annotated[NatGateways, fields.choice(NatGateways)] = NatGateways.SINGLE
    on_premises: SiteOnPremisesConfig | None = None
    gateway_endpoints: tuple[Annotated[GatewayEndpoint, fields.choice(GatewayEndpoint)], ...] | None = None
    flow_logs: FlowLogsConfig | None = None
    compute: ComputeConfig | None = None
    tags: fields.Tags = Field(default_factory=dict)
    existing: ExistingConfig = ExistingConfig()
