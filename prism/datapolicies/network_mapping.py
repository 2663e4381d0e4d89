"""Network mappings of a recovery plan: a network of one site and its counterpart at the other.
API: ``datapolicies/v4.2+/config/recovery-plans/{recoveryPlanExtId}/network-mappings``.
"""

from __future__ import annotations

from prism.fallback import WithOlder
from prism.model import Entity, Model, Reference


class NetworkIpv4Config(Model):
    """Addresses are plain strings here, unlike in the networking API."""

    default_gateway_ip: str | None = None
    prefix_length: int | None = None


class NetworkIpConfig(Model):
    """Only IPv4 is used here."""

    ipv4: NetworkIpv4Config | None = None


class NetworkConfig(Model):
    """A network by its subnet's name; an overlay network also by its VPC."""

    subnet_name: str | None = None
    subnet_ext_id: str | None = None
    vpc: Reference | None = None
    ip_config: NetworkIpConfig | None = None


class NetworkMapping(Entity):
    """A test failover uses the test networks.

    With ``is_ip_mapping_enabled`` recovered VMs keep their addresses, or get those of recovery settings. Without it
    they may come up with any address that the target network's DHCP server gives.
    """

    primary_network: NetworkConfig
    recovery_network: NetworkConfig
    primary_test_network: NetworkConfig | None = None
    recovery_test_network: NetworkConfig | None = None
    is_ip_mapping_enabled: bool | None = None

    @property
    def label(self) -> str:
        """A mapping has no name; its networks stand for it."""
        return f"{self.primary_network.subnet_name} to {self.recovery_network.subnet_name}"


class NetworkMappings(WithOlder[NetworkMapping]):
    """``NetworkMappings(central, plan_id)``: the network mappings of one plan."""

    namespace, path = (
        "datapolicies",
        "config/recovery-plans/{}/network-mappings",
    )
    kind, minor = "network mapping", 2
    model = NetworkMapping
