"""The overlay VPC. Both sites have it with the same prefixes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pulumi
from pulumi.dynamic import UpdateResult
from pydantic import Field

from prism import Collection, IpAddress, IpSubnet, PrismCentral, PrismError, UnsupportedError
from prism.networking import DhcpOptions, ExternalSubnet, Vpcs
from prism.networking import Vpc as PrismVpc
from providers.base import (
    PREVIEW,
    Address,
    Cidr,
    Inputs,
    PrismProvider,
    central,
    describe,
    in_a_sentence,
    in_order_of,
    signatures,
)

_SEVERAL, _ANY_SEVERAL = 2, "ALL"


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

    def problems(self, inputs: VpcInputs) -> Iterable[tuple[str, str]]:
        """Refuses a second external subnet at preview already, if Prism Central answers and the VPC is there."""
        if len(inputs.external_subnet_ids) < _SEVERAL:
            return
        try:
            found = Vpcs(central(PREVIEW)).find_by_name(inputs.name)
        except PrismError:
            return
        if found is not None and (refused := _no_second(found, inputs.external_subnet_ids)):
            yield "external_subnet_ids", refused

    def make(self, client: PrismCentral, collection: Collection[PrismVpc], inputs: VpcInputs) -> str:
        """With the first external subnet only: the VPC itself says whether it can have another."""
        first = inputs.model_copy(update={"external_subnet_ids": inputs.external_subnet_ids[:1]})
        made = super().make(client, collection, first)
        if first != inputs:
            self.write(collection, made, inputs)
        return made

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Takes the VPC off the external subnets that this stack had joined it to and that are declared no more."""
        gone = set(olds.get("external_subnet_ids") or []) - set(news.get("external_subnet_ids") or [])
        if gone:
            Vpcs(central()).update(id_, lambda found: _without(found, gone))
        return super().update(id_, olds, news)

    def merge(self, current: PrismVpc, wanted: PrismVpc) -> PrismVpc:
        """An attachment that stays keeps what Prism Central added: the address of its port and its gateway nodes."""
        refused = _no_second(current, [one.subnet_reference for one in wanted.external_subnets or []])
        if refused:
            raise UnsupportedError(refused)
        attached = {subnet.subnet_reference: subnet for subnet in current.external_subnets or []}
        subnets = [attached.pop(s.subnet_reference, s) for s in wanted.external_subnets or []]
        # Others have joined it to the rest, such as the one with NAT, which their VMs use.
        subnets += attached.values()
        return super().merge(current, wanted).model_copy(update={"external_subnets": subnets})

    def observe(self, client: PrismCentral, found: PrismVpc, inputs: VpcInputs) -> dict[str, Any]:
        servers = found.common_dhcp_options.domain_name_servers if found.common_dhcp_options else None
        joined = {subnet.subnet_reference for subnet in found.external_subnets or []}
        prefixes = [str(prefix) for prefix in found.externally_routable_prefixes or []]
        return {
            "name": found.name,
            "external_subnet_ids": [one for one in inputs.external_subnet_ids if one in joined],
            "externally_routable_prefixes": in_order_of(prefixes, inputs.externally_routable_prefixes),
            "dns_servers": [str(server) for server in servers or []],
        }


def _without(found: PrismVpc, gone: set[str]) -> PrismVpc:
    kept = [one for one in found.external_subnets or [] if one.subnet_reference not in gone]
    return found.model_copy(update={"external_subnets": kept})


def _no_second(found: PrismVpc, wanted: list[str]) -> str:
    """Why the VPC cannot be joined to these external subnets; empty where it can, or where it does not say.

    One has NAT and one has none, which only ALL allows. assumed: the words; they are in the API without a description.
    """
    joined = {one.subnet_reference for one in found.external_subnets or []}
    several = found.supported_multiple_external_subnet_type
    if len(wanted) < _SEVERAL or joined >= set(wanted) or several in (None, _ANY_SEVERAL):
        return ""
    return (
        f"VPC '{found.label}' cannot be joined to a second external subnet: it shows "
        f"supportedMultipleExternalSubnetType {several}, and one with NAT beside one without needs {_ANY_SEVERAL}. "
        "Upgrade Prism Central and the network controller, or remove loadBalancer, which needs the one with NAT."
    )


class Vpc(signatures.Vpc, module="prism", name="Vpc", provider=VpcProvider):
    """A Flow Virtual Networking VPC. ``externally_routable_prefixes`` are routed to and from it without NAT."""

    @property
    def vpc_id(self) -> pulumi.Output[str]:
        """The VPC's ``extId``. It stays known in the preview of an update."""
        return self.id
