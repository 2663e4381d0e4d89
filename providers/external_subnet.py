"""The external subnet without NAT in the transit VPC of NC2."""

from __future__ import annotations

from typing import Any

import pulumi

from prism import PrismCentral
from prism.networking import Subnet
from providers.base import Address, Cidr, Inputs, SubnetProvider, describe, ip_config, seen_addresses, signatures


class ExternalSubnetInputs(Inputs):
    """``pools`` are pairs of first and last address."""

    name: str
    cidr: Cidr
    gateway: Address
    pools: list[list[Address]]
    transit_vpc_id: str
    cluster_id: str | None = None


class ExternalSubnetProvider(SubnetProvider[ExternalSubnetInputs]):
    """An external subnet without NAT.

    External subnets of NC2 have the type OVERLAY and are in the transit VPC. On premises they have the type VLAN.
    assumed: the prefix of a subnet cannot be changed after its creation, as in the form of Prism Central.
    """

    inputs = ExternalSubnetInputs
    replace_on = ("cidr", "cluster_id", "transit_vpc_id")

    def same_thing(self, found: Subnet, inputs: ExternalSubnetInputs) -> bool:
        return found.name == inputs.name and found.vpc_reference == inputs.transit_vpc_id

    def desired(self, inputs: ExternalSubnetInputs) -> Subnet:
        wanted = Subnet(
            name=inputs.name,
            description=describe(inputs.owner),
            subnet_type="OVERLAY",
            is_external=True,
            is_nat_enabled=False,
            vpc_reference=inputs.transit_vpc_id,
            ip_config=ip_config(inputs.cidr, inputs.gateway, inputs.pools),
        )
        if inputs.cluster_id:
            wanted.cluster_reference = inputs.cluster_id
        return wanted

    def observe(self, client: PrismCentral, found: Subnet, inputs: ExternalSubnetInputs) -> dict[str, Any]:
        return {
            "name": found.name,
            "transit_vpc_id": found.vpc_reference,
            **seen_addresses(found, inputs.pools),
        }


class ExternalSubnet(signatures.ExternalSubnet, module="prism", name="ExternalSubnet", provider=ExternalSubnetProvider):
    """The subnet through which the workload VPC is reached without NAT.

    ``cluster_id`` is sent only if it is given. An external subnet in a transit VPC needs none.
    """

    @property
    def subnet_id(self) -> pulumi.Output[str]:
        """The subnet's ``extId``."""
        return self.id
