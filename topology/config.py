"""The configuration's schema. These models never leave this package: others see the frozen site model.

A field's description completes "is missing: expected ...".
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from . import _fields as fields
from .choices import FailoverMode, NatGateways, Peering, Platform


class Section(BaseModel):
    """A mapping of the configuration: camelCase keys, no others."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=to_camel,
        hide_input_in_errors=True,
        regex_engine="python-re",
    )


class Settings(Section):
    """The top-level words: who is active, how the workload moves, what joins the sites."""

    active_region: fields.SiteName = Field(description="the name of the site that runs the workload")
    failover_mode: Annotated[FailoverMode, fields.choice(FailoverMode)] = FailoverMode.PLANNED
    recovery_reference_time: fields.Instant | None = None
    workload_platform: Annotated[Platform, fields.choice(Platform)] = Platform.NC2
    peering: Annotated[Peering, fields.choice(Peering)] = Peering.TRANSIT_GATEWAY
    # Not "the first site": the engine hands mappings over with their keys sorted, so there is no first one.
    home_site: fields.SiteName = Field(description="the name of the site that owns policy and plan")
    name_prefix: fields.NamePrefix | None = None


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


class ExternalSubnetConfig(Section):
    """The no-NAT external subnet that joins the overlay to the transit VPC."""

    name: fields.NetworkName = Field(description="the name of the no-NAT external subnet")
    cidr: fields.OverlayPrefix = Field(description="a private IPv4 prefix")
    gateway: fields.Address = Field(description="the gateway's address")
    pools: tuple[fields.Pool, ...] = Field(description="a list of [first, last] addresses")


class OverlaySubnetConfig(Section):
    """A subnet of the overlay VPC, alike in both sites."""

    name: fields.NetworkName = Field(description="the subnet's name")
    cidr: fields.OverlayPrefix = Field(description="a private IPv4 prefix")
    gateway: fields.Address = Field(description="the gateway's address")
    dhcp_pools: tuple[fields.Pool, ...] = ()
    dns_servers: tuple[fields.DnsServer, ...] = ()
    domain_name: fields.DomainName | None = None


class StaticAddressConfig(Section):
    """An address a VM keeps wherever it runs."""

    vm: fields.VmName = Field(description="the VM's name")
    address: fields.Address = Field(description="the VM's address")


class OverlayConfig(Section):
    """The Flow Virtual Networking VPC that both sites hold with the same prefixes."""

    vpc: fields.NetworkName = Field(description="the overlay VPC's name")
    externally_routable_prefixes: tuple[fields.OverlayPrefix, ...] = Field(description="a list of private prefixes")
    external_subnet: ExternalSubnetConfig = Field(description="a mapping with name, cidr, gateway and pools")
    subnets: tuple[OverlaySubnetConfig, ...] = Field(description="a list of subnets")
    static_addresses: tuple[StaticAddressConfig, ...] = ()


class CategoryConfig(Section):
    """A category of Prism Central."""

    key: fields.CategoryWord = Field(description="the category's key")
    value: fields.CategoryWord = Field(description="the category's value")


class RetentionConfig(Section):
    """How many recovery points each side keeps."""

    local: fields.Retention = Field(description="how many recovery points the VM's own site keeps")
    remote: fields.Retention = Field(description="how many recovery points the other site keeps")


class StageConfig(Section):
    """VMs of one category, started together; the next stage waits `delaySeconds`."""

    category: CategoryConfig = Field(description="a mapping with key and value")
    delay_seconds: fields.Delay = 0


class ProtectionConfig(Section):
    """What is protected, how often, and the plan that recovers it."""

    category: CategoryConfig = Field(description="a mapping with key and value")
    policy: fields.PlanName = Field(description="the protection policy's name")
    rpo_seconds: fields.Rpo = Field(description="the recovery point objective in seconds")
    retention: RetentionConfig = Field(description="a mapping with local and remote")
    recovery_plan: fields.PlanName = Field(description="the recovery plan's name")
    stages: tuple[StageConfig, ...] | None = None
    timeout_minutes: fields.Minutes = 60


class Ec2VpcConfig(Section):
    """The VPC the workload runs in before its migration."""

    site: fields.SiteName = Field(description="the name of the site whose region holds the EC2 VPC")
    cidr: fields.Ec2VpcPrefix = Field(description="a private IPv4 prefix from /16 to /24")
    availability_zones: tuple[fields.Zone, ...] = Field(description="a list of 1 to 4 availability zones")
