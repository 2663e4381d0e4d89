"""The schema of `overlay`."""

from pydantic import Field

from topology import values
from topology.config.section import Section


class ExternalSubnetConfig(Section):
    """The no-NAT external subnet that joins the overlay to the transit VPC."""

    name: values.NetworkName = Field(description="the name of the no-NAT external subnet")
    cidr: values.OverlayPrefix = Field(description="a private IPv4 prefix")
    gateway: values.Address = Field(description="the gateway's address")
    pools: tuple[values.Pool, ...] = Field(description="a list of [first, last] addresses")


class OverlaySubnetConfig(Section):
    """A subnet of the overlay VPC, alike on both sites."""

    name: values.NetworkName = Field(description="the subnet's name")
    cidr: values.OverlayPrefix = Field(description="a private IPv4 prefix")
    gateway: values.Address = Field(description="the gateway's address")
    dhcp_pools: tuple[values.Pool, ...] = ()
    dns_servers: tuple[values.DnsServer, ...] = ()
    domain_name: values.DomainName | None = None


class StaticAddressConfig(Section):
    """An address a VM keeps wherever it runs."""

    vm: values.VmName = Field(description="the VM's name")
    address: values.Address = Field(description="the VM's address")


class OverlayConfig(Section):
    """The Flow Virtual Networking VPC that both sites hold with the same prefixes."""

    vpc: values.NetworkName = Field(description="the overlay VPC's name")
    externally_routable_prefixes: tuple[values.OverlayPrefix, ...] = Field(description="a list of private prefixes")
    external_subnet: ExternalSubnetConfig = Field(description="a mapping with name, cidr, gateway and pools")
    subnets: tuple[OverlaySubnetConfig, ...] = Field(description="a list of subnets")
    static_addresses: tuple[StaticAddressConfig, ...] = ()
    test_vpc: values.NetworkName | None = None
