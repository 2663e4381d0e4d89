"""The external subnet with NAT that NC2 made in the transit VPC: looked up, never made. It gives floating IPs."""

from __future__ import annotations

from typing import Any

import pulumi
from pulumi.dynamic import CreateResult, ReadResult, UpdateResult

from prism import NotFoundError
from prism.networking import Subnets
from providers.base import CheckedProvider, Inputs, central, in_a_sentence, signatures


class NatSubnetInputs(Inputs):
    """The name of the subnet, and the id of its VPC."""

    name: str
    transit_vpc_id: str


class NatSubnetProvider(CheckedProvider[NatSubnetInputs]):
    """Looks up the id of the subnet by its name. Deleting the resource deletes nothing."""

    inputs = NatSubnetInputs
    replace_on = ("name", "transit_vpc_id")

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called if the state does not hold the resource."""
        inputs = self.load(props)
        return CreateResult(_look_up(inputs), inputs.dump())

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh."""
        inputs = self.load(props)
        return ReadResult(_look_up(inputs), inputs.dump(), inputs.dump())

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called if only the owner has changed. Another subnet has another id and replaces the resource."""
        return UpdateResult(self.load(news).dump())


def _look_up(inputs: NatSubnetInputs) -> str:
    client = central()
    external = [one for one in Subnets(client).list() if one.is_external and one.vpc_reference == inputs.transit_vpc_id]
    for subnet in external:
        if subnet.name == inputs.name and subnet.is_nat_enabled:
            return subnet.id
    has = ", ".join(f"'{one.label}'{'' if one.is_nat_enabled else ' (without NAT)'}" for one in external) or "none"
    raise NotFoundError(
        f"The Prism Central at {client.endpoint} has no external subnet with NAT named '{inputs.name}' in the transit "
        f"VPC. External subnets there: {has}. Correct loadBalancer.natSubnet, then run pulumi up."
    )


class NatSubnet(signatures.NatSubnet, module="prism", name="NatSubnet", provider=NatSubnetProvider):
    """The external subnet with NAT, by the ``name`` that NC2 gave it."""

    @property
    def subnet_id(self) -> pulumi.Output[str]:
        """The subnet's ``extId``."""
        return self.id
