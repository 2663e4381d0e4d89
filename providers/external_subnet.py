"""The no-NAT external subnet inside NC2's transit VPC."""

from __future__ import annotations

from typing import Any

import pulumi
from pydantic import Field

from prism import PrismCentral
from prism.networking import Subnet
from providers.base.fields import Address, Cidr, Inputs
from providers.base.marker import describe
from providers.base.provider import PrismResource
from providers.base.subnet import Pools, SubnetProvider, ip_config, seen_addresses


class ExternalSubnetInputs(Inputs):
    """``pools`` are pairs of first and last address."""

    name: str
    cidr: Cidr
    gateway: Address
    pools: list[list[Address]] = Field(default_factory=list)
    cluster_id: str | None = None
    transit_vpc_id: str


class ExternalSubnetProvider(SubnetProvider[ExternalSubnetInputs]):
    """A no-NAT external subnet.

    NC2's external subnets are of type OVERLAY inside the transit VPC, unlike the VLAN ones on premises.
    assumed: the prefix of a subnet cannot be changed after its creation, as in Prism Central's own form.
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


class ExternalSubnet(PrismResource, module="prism", name="ExternalSubnet"):
    """The subnet through which the workload VPC is reached without NAT.

    ``cluster_id`` is sent only where it is given: an external subnet inside a transit VPC needs none.
    """

    def __init__(
        self,
        resource_name: str,
        *,
        name: pulumi.Input[str],
        cidr: pulumi.Input[str],
        gateway: pulumi.Input[str],
        pools: Pools,
        transit_vpc_id: pulumi.Input[str],
        cluster_id: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        props = {
            "name": name,
            "cidr": cidr,
            "gateway": gateway,
            "pools": pools,
            "cluster_id": cluster_id,
            "transit_vpc_id": transit_vpc_id,
        }
        super().__init__(ExternalSubnetProvider(), resource_name, props, opts)

    @property
    def subnet_id(self) -> pulumi.Output[str]:
        """The subnet's ``extId``."""
        return self.id
