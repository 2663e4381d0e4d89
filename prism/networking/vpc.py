"""VPCs of Flow Virtual Networking. API: ``networking/v4.x/config/vpcs``."""

from __future__ import annotations

from prism.address import IpAddress, IpSubnet
from prism.collection import Collection
from prism.model import Entity, Model


class DhcpOptions(Model):
    """Options handed out in every subnet of the VPC."""

    domain_name_servers: list[IpAddress] | None = None


class ExternalSubnet(Model):
    """A subnet through which the VPC reaches the world outside."""

    subnet_reference: str
    external_ips: list[IpAddress] | None = None


class Vpc(Entity):
    """``vpc_type`` is REGULAR, or TRANSIT for the one NC2 makes.

    Externally routable prefixes are announced un-NATed.
    """

    name: str | None = None
    description: str | None = None
    vpc_type: str | None = None
    common_dhcp_options: DhcpOptions | None = None
    external_subnets: list[ExternalSubnet] | None = None
    externally_routable_prefixes: list[IpSubnet] | None = None


class Vpcs(Collection[Vpc]):
    """The VPCs of a Prism Central."""

    namespace, path, kind = "networking", "config/vpcs", "VPC"
    rel = "networking:config:vpc"
    model = Vpc
