"""Overlay subnets of the workload VPC."""

from __future__ import annotations

from typing import Any

import pulumi
from pydantic import Field

from prism import PrismCentral
from prism.networking import Subnet
from providers.base import (
    Address,
    Cidr,
    Inputs,
    SubnetProvider,
    describe,
    dhcp_options,
    ip_config,
    seen_addresses,
    signatures,
)


class OverlaySubnetInputs(Inputs):
    """``dhcp_pools`` are pairs of first and last address. VMs with a static address have one outside of the pools."""

    name: str
    vpc_id: str
    cidr: Cidr
    gateway: Address
    dhcp_pools: list[list[Address]] = Field(default_factory=list)
    dns_servers: list[Address] = Field(default_factory=list)
    # A factory, so that an empty name does not go to the engine: no state has it among its inputs.
    domain_name: str = Field(default_factory=str)


class OverlaySubnetProvider(SubnetProvider[OverlaySubnetInputs]):
    """A subnet of the workload VPC. assumed: the prefix cannot be changed after its creation."""

    inputs = OverlaySubnetInputs
    replace_on = ("cidr", "vpc_id")

    def same_thing(self, found: Subnet, inputs: OverlaySubnetInputs) -> bool:
        return found.name == inputs.name and found.vpc_reference == inputs.vpc_id

    def desired(self, inputs: OverlaySubnetInputs) -> Subnet:
        return Subnet(
            name=inputs.name,
            description=describe(inputs.owner),
            subnet_type="OVERLAY",
            vpc_reference=inputs.vpc_id,
            ip_config=ip_config(inputs.cidr, inputs.gateway, inputs.dhcp_pools),
            dhcp_options=dhcp_options(inputs.dns_servers, inputs.domain_name),
        )

    def observe(self, client: PrismCentral, found: Subnet, inputs: OverlaySubnetInputs) -> dict[str, Any]:
        addresses = seen_addresses(found, inputs.dhcp_pools)
        options = found.dhcp_options
        return {
            "name": found.name,
            "vpc_id": found.vpc_reference,
            "cidr": addresses["cidr"],
            "gateway": addresses["gateway"],
            "dhcp_pools": addresses["pools"],
            "dns_servers": [str(server) for server in (options.domain_name_servers if options else None) or []],
            "domain_name": (options.domain_name if options else None) or "",
        }


class OverlaySubnet(signatures.OverlaySubnet, module="prism", name="OverlaySubnet", provider=OverlaySubnetProvider):
    """A subnet of the overlay. Both sites have it with one prefix, so that a VM keeps its address in a failover."""

    @property
    def subnet_id(self) -> pulumi.Output[str]:
        """The subnet's ``extId``."""
        return self.id
