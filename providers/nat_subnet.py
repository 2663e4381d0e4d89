"""The external NAT subnet that NC2 made in the transit VPC: looked up, never made. Floating IPs come from it."""

from __future__ import annotations

from typing import Any

import pulumi
from pulumi.dynamic import CreateResult, ReadResult, UpdateResult

from prism import NotFoundError
from prism.networking import Subnets
from providers.base import CheckedProvider, Inputs, central, in_a_sentence, signatures


class NatSubnetInputs(Inputs):
    """The subnet's name, and the VPC it lies in."""

    name: str
    transit_vpc_id: str


class NatSubnetProvider(CheckedProvider[NatSubnetInputs]):
    """Looks an id up by name. Deleting it deletes nothing."""

    inputs = NatSubnetInputs
    replace_on = ("name", "transit_vpc_id")

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called when the state holds no such resource."""
        inputs = self.load(props)
        return CreateResult(_look_up(inputs), inputs.dump())

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh."""
        inputs = self.load(props)
        return ReadResult(_look_up(inputs), inputs.dump(), inputs.dump())

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called when nothing but the owner changed: another subnet is another id, and so a replacement."""
        return UpdateResult(self.load(news).dump())


def _look_up(inputs: NatSubnetInputs) -> str:
    client = central()
    external = [one for one in Subnets(client).list() if one.is_external and one.vpc_reference == inputs.transit_vpc_id]
    for subnet in external:
        if subnet.name == inputs.name and subnet.is_nat_enabled:
            return subnet.id
    has = ", ".join(f"'{one.name}'{'' if one.is_nat_enabled else ' (without NAT)'}" for one in external) or "none"
    raise NotFoundError(
        f"The Prism Central at {client.endpoint} has no external subnet with NAT named '{inputs.name}' in the transit "
        f"VPC; external subnets there: {has}. Correct loadBalancer.natSubnet, then run pulumi up."
    )


class NatSubnet(signatures.NatSubnet, module="prism", name="NatSubnet", provider=NatSubnetProvider):
    """The external subnet with NAT whose ``name`` NC2 gave."""

    @property
    def subnet_id(self) -> pulumi.Output[str]:
        """The subnet's ``extId``."""
        return self.id
