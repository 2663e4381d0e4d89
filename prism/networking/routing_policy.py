"""Routing policies of a VPC: which packets are permitted, denied, rerouted or forwarded.

API: ``networking/v4.x/config/routing-policies``.
"""

from __future__ import annotations

from pydantic import Field

from prism.address import IpAddress, IpSubnet
from prism.collection import Collection
from prism.model import Entity, Model

_TYPES = "networking.v4.config"


class PolicyAddress(Model):
    """``address_type`` is ANY, EXTERNAL, or SUBNET with ``subnet_prefix``."""

    address_type: str
    subnet_prefix: IpSubnet | None = None


class PortRange(Model):
    """A range of ports, both ends included."""

    start_port: int
    end_port: int


class ProtocolParameters(Model):
    """Ports of TCP and UDP, type and code of ICMP, or a protocol number, as the ``$objectType`` says."""

    object_type: str = Field(default=f"{_TYPES}.LayerFourProtocolObject", alias="$objectType")
    source_port_ranges: list[PortRange] | None = None
    destination_port_ranges: list[PortRange] | None = None
    icmp_type: int | None = None
    icmp_code: int | None = None
    protocol_number: int | None = None

    @classmethod
    def of_ports(cls, source: list[PortRange], destination: list[PortRange]) -> ProtocolParameters:
        """For TCP and UDP; an empty list means every port."""
        return cls(source_port_ranges=source or None, destination_port_ranges=destination or None)

    @classmethod
    def of_icmp(cls, icmp_type: int | None, icmp_code: int | None) -> ProtocolParameters:
        """For ICMP."""
        return cls(object_type=f"{_TYPES}.ICMPObject", icmp_type=icmp_type, icmp_code=icmp_code)

    @classmethod
    def of_number(cls, number: int) -> ProtocolParameters:
        """For any other protocol of IP."""
        return cls(object_type=f"{_TYPES}.ProtocolNumberObject", protocol_number=number)


class PolicyMatch(Model):
    """``protocol_type`` is ANY, ICMP, TCP, UDP or PROTOCOL_NUMBER."""

    source: PolicyAddress
    destination: PolicyAddress
    protocol_type: str
    protocol_parameters: ProtocolParameters | None = None


class RerouteParameter(Model):
    """``service_ip`` is the appliance that the packets pass."""

    service_ip: IpAddress | None = None
    reroute_fallback_action: str | None = None


class PolicyAction(Model):
    """``action_type`` is PERMIT, DENY, REROUTE or FORWARD."""

    action_type: str
    reroute_params: list[RerouteParameter] | None = None
    nexthop_ip_address: IpAddress | None = None


class RoutingPolicyRule(Model):
    """A match and its action."""

    policy_match: PolicyMatch
    policy_action: PolicyAction
    is_bidirectional: bool | None = None


class RoutingPolicy(Entity):
    """``priority`` is 1 to 1000 and unique in the VPC; the highest comes first."""

    name: str | None = None
    description: str | None = None
    vpc_ext_id: str | None = None
    priority: int | None = None
    policies: list[RoutingPolicyRule] | None = None


class RoutingPolicies(Collection[RoutingPolicy]):
    """The routing policies of a Prism Central."""

    namespace, path = "networking", "config/routing-policies"
    kind, rel = "routing policy", "networking:config:routing-policy"
    model = RoutingPolicy
