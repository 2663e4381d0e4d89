"""Network mappings of a recovery plan: which network of one site becomes which of the other.
API: ``datapolicies/v4.2+/config/recovery-plans/{recoveryPlanExtId}/network-mappings``.
"""

from __future__ import annotations

from prism.fallback import WithOlder
from prism.model import Entity, Model, Reference


class NetworkIpv4Config(Model):
    """Addresses are bare strings here, unlike in the networking API."""

    default_gateway_ip: str | None = None
    prefix_length: int | None = None


class NetworkIpConfig(Model):
    """Only IPv4 is used here."""

    ipv4: NetworkIpv4Config | None = None


class NetworkConfig(Model):
    """A network by its subnet's name, within a VPC where it is an overlay."""

    subnet_name: str | None = None
    subnet_ext_id: str | None = None
    vpc: Reference | None = None
    ip_config: NetworkIpConfig | None = None


class NetworkMapping(Entity):
    """The test networks are where a test failover goes.

    ``is_ip_mapping_enabled`` lets recovery settings say which address becomes which.
    """

    primary_network: NetworkConfig
    recovery_network: NetworkConfig
    primary_test_network: NetworkConfig | None = None
    recovery_test_network: NetworkConfig | None = None
    is_ip_mapping_enabled: bool | None = None

    @property
    def label(self) -> str:
        """Mappings have no name; the networks are what tells them apart."""
        return f"{self.primary_network.subnet_name} to {self.recovery_network.subnet_name}"


class NetworkMappings(WithOlder[NetworkMapping]):
    """``NetworkMappings(central, plan_id)``: the network mappings of one plan."""

    namespace, path = (
        "datapolicies",
        "config/recovery-plans/{}/network-mappings",
    )
    kind, minor = "network mapping", 2
    model = NetworkMapping
