"""The external subnet with NAT that NC2 made in the transit VPC: looked up, never made. It gives floating IPs."""

from __future__ import annotations

from typing import Any

import pulumi
from pulumi.dynamic import CheckFailure, CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult

from prism import NotFoundError, PrismCentral, PrismError
from prism.networking import Subnets
from providers.base import PREVIEW, CheckedProvider, Inputs, central, in_a_sentence, known, not_there, signatures


class NatSubnetInputs(Inputs):
    """The name of the subnet, and the id of its VPC."""

    name: str
    transit_vpc_id: str


class NatSubnetProvider(CheckedProvider[NatSubnetInputs]):
    """Looks up the id of the subnet by its name. Deleting the resource deletes nothing.

    Floating IPs come from the subnet, so another one makes them anew. A new name of the same subnet does not.
    """

    inputs = NatSubnetInputs
    replace_on = ("name", "transit_vpc_id")

    @in_a_sentence
    def check(self, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Also refuses a name that no subnet has, if Prism Central answers. Of a name in the state it only warns."""
        result = super().check(olds, news)
        if result.failures or not known(result.inputs):
            return result
        try:
            _look_up(central(PREVIEW), self.load(result.inputs))
        except NotFoundError as error:
            if olds.get("name") == news["name"]:
                pulumi.log.warn(str(error))
            else:
                result.failures.append(CheckFailure("name", str(error)))
        except PrismError:
            pass  # PrismSite warns of a Prism Central that does not answer.
        return result

    @in_a_sentence
    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Another subnet replaces the resource."""
        found = super().diff(id_, olds, news)
        if found.replaces and known(news) and _is(id_, self.load(news)):
            found.replaces = []
        return found

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called if the state does not hold the resource."""
        inputs = self.load(props)
        return CreateResult(_look_up(central(), inputs), inputs.dump())

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh."""
        inputs = self.load(props)
        return ReadResult(_look_up(central(), inputs), inputs.dump(), inputs.dump())

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called if the owner or the name has changed. Another subnet has another id and replaces the resource."""
        return UpdateResult(self.load(news).dump())


def _is(id_: str, inputs: NatSubnetInputs) -> bool:
    """Whether the subnet of this name is the one with this id. False if Prism Central does not answer."""
    try:
        return _look_up(central(PREVIEW), inputs) == id_
    except PrismError:
        return False


def _look_up(client: PrismCentral, inputs: NatSubnetInputs) -> str:
    external = [one for one in Subnets(client).list() if one.is_external and one.vpc_reference == inputs.transit_vpc_id]
    for subnet in external:
        if subnet.name == inputs.name and subnet.is_nat_enabled:
            return subnet.id
    has = [f"{one.label}{'' if one.is_nat_enabled else ' (without NAT)'}" for one in external]
    kind = "external subnet with NAT in the transit VPC"
    raise NotFoundError(not_there(client, kind, inputs.name, has, "loadBalancer.natSubnet"))


class NatSubnet(signatures.NatSubnet, module="prism", name="NatSubnet", provider=NatSubnetProvider):
    """The external subnet with NAT, by the ``name`` that NC2 gave it."""

    @property
    def subnet_id(self) -> pulumi.Output[str]:
        """The subnet's ``extId``."""
        return self.id
