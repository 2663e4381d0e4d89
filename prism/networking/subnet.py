"""Subnets: overlay subnets of a VPC and external subnets. API: ``networking/v4.x/config/subnets``."""

from __future__ import annotations

from prism.address import IpAddress, Ipv4Address, Ipv4Subnet
from prism.collection import Collection
from prism.model import Entity, Model


class Pool(Model):
    """Addresses from ``start_ip`` to ``end_ip``, both included, that Prism may hand out."""

    start_ip: Ipv4Address
    end_ip: Ipv4Address


class Ipv4Config(Model):
    """Prefix, gateway and pools."""

    ip_subnet: Ipv4Subnet
    default_gateway_ip: Ipv4Address | None = None
    pool_list: list[Pool] | None = None


class IpConfig(Model):
    """Only IPv4 is used here."""

    ipv4: Ipv4Config | None = None


class SubnetDhcpOptions(Model):
    """What DHCP tells the VMs of the subnet."""

    domain_name_servers: list[IpAddress] | None = None
    domain_name: str | None = None


class Subnet(Entity):
    """``subnet_type`` is OVERLAY or VLAN.

    A no-NAT external subnet has ``is_external`` and not ``is_nat_enabled``.
    """

    name: str | None = None
    description: str | None = None
    subnet_type: str | None = None
    is_external: bool | None = None
    is_nat_enabled: bool | None = None
    vpc_reference: str | None = None
    cluster_reference: str | None = None
    ip_config: list[IpConfig] | None = None
    dhcp_options: SubnetDhcpOptions | None = None

    @property
    def ipv4(self) -> Ipv4Config | None:
        """The one IPv4 configuration a subnet has."""
        return next((c.ipv4 for c in self.ip_config or [] if c.ipv4), None)


class Subnets(Collection[Subnet]):
    """The subnets of a Prism Central."""

    namespace, path, kind = "networking", "config/subnets", "subnet"
    rel = "networking:config:subnet"
    model = Subnet
