"""The overlay VPC. Both sites have it with the same prefixes."""

from __future__ import annotations

from typing import Any

import pulumi
from pydantic import Field

from prism import Collection, IpAddress, IpSubnet, PrismCentral
from prism.networking import DhcpOptions, ExternalSubnet, Vpcs
from prism.networking import Vpc as PrismVpc
from providers.base import Address, Cidr, Inputs, PrismProvider, describe, in_order_of, signatures


class VpcInputs(Inputs):
    """Prefixes are in CIDR notation, ``dns_servers`` in the order of preference."""

    name: str
    external_subnet_ids: list[str]
    externally_routable_prefixes: list[Cidr]
    dns_servers: list[Address] = Field(default_factory=list)


class VpcProvider(PrismProvider[VpcInputs, PrismVpc]):
    """A VPC. Every input can be changed in place."""

    inputs = VpcInputs

    def collection(self, client: PrismCentral, inputs: VpcInputs) -> Collection[PrismVpc]:
        return Vpcs(client)

    def same_thing(self, found: PrismVpc, inputs: VpcInputs) -> bool:
        return found.name == inputs.name

    def desired(self, inputs: VpcInputs) -> PrismVpc:
        return PrismVpc(
            name=inputs.name,
            description=describe(inputs.owner),
            vpc_type="REGULAR",
            common_dhcp_options=DhcpOptions(domain_name_servers=[IpAddress.of(s) for s in inputs.dns_servers]),
            external_subnets=[ExternalSubnet(subnet_reference=i) for i in inputs.external_subnet_ids],
            externally_routable_prefixes=[IpSubnet.of(p) for p in inputs.externally_routable_prefixes],
        )

    def merge(self, current: PrismVpc, wanted: PrismVpc) -> PrismVpc:
        """An attachment that stays keeps what Prism Central added: the address of its port and its gateway nodes."""
        attached = {subnet.subnet_reference: subnet for subnet in current.external_subnets or []}
        subnets = [attached.get(s.subnet_reference, s) for s in wanted.external_subnets or []]
        return super().merge(current, wanted).model_copy(update={"external_subnets": subnets})

    def observe(self, client: PrismCentral, found: PrismVpc, inputs: VpcInputs) -> dict[str, Any]:
        servers = found.common_dhcp_options.domain_name_servers if found.common_dhcp_options else None
        subnets = [subnet.subnet_reference for subnet in found.external_subnets or []]
        prefixes = [str(prefix) for prefix in found.externally_routable_prefixes or []]
        return {
            "name": found.name,
            "external_subnet_ids": in_order_of(subnets, inputs.external_subnet_ids),
            "externally_routable_prefixes": in_order_of(prefixes, inputs.externally_routable_prefixes),
            "dns_servers": [str(server) for server in servers or []],
        }


class Vpc(signatures.Vpc, module="prism", name="Vpc", provider=VpcProvider):
    """A Flow Virtual Networking VPC. ``externally_routable_prefixes`` are routed to and from it without NAT."""

    @property
    def vpc_id(self) -> pulumi.Output[str]:
        """The VPC's ``extId``. It stays known in the preview of an update."""
        return self.id
