"""VPCs of Flow Virtual Networking. API: ``networking/v4.x/config/vpcs``."""

from __future__ import annotations

from prism.address import IpAddress, IpSubnet
from prism.collection import Collection
from prism.model import Entity, Model


class DhcpOptions(Model):
    """Options handed out in every subnet of the VPC."""

    domain_name_servers: list[IpAddress] | None = None


class GatewayNode(Model):
    """A node of the cluster that carries the traffic of an external subnet."""

    node_id: str | None = None
    node_ip_address: IpAddress | None = None


class ExternalSubnet(Model):
    """A subnet through which the VPC reaches the world outside."""

    subnet_reference: str
    external_ips: list[IpAddress] | None = None
    active_gateway_nodes: list[GatewayNode] | None = None

    @property
    def active_nodes(self) -> list[str]:
        """The addresses of the nodes that packets go through now."""
        return [str(node.node_ip_address) for node in self.active_gateway_nodes or [] if node.node_ip_address]


class Vpc(Entity):
    """``vpc_type`` is REGULAR, or TRANSIT for the one NC2 makes.

    Externally routable prefixes are announced un-NATed. ``supported_multiple_external_subnet_type`` (v4.4 and later):
    which external subnets beside a first one it may have: NONE, ONLY_NONAT, ONLY_NAT or ALL.
    """

    name: str | None = None
    description: str | None = None
    vpc_type: str | None = None
    common_dhcp_options: DhcpOptions | None = None
    external_subnets: list[ExternalSubnet] | None = None
    externally_routable_prefixes: list[IpSubnet] | None = None
    supported_multiple_external_subnet_type: str | None = None


class Vpcs(Collection[Vpc]):
    """The VPCs of a Prism Central."""

    namespace, path, kind = "networking", "config/vpcs", "VPC"
    rel = "networking:config:vpc"
    model = Vpc
