"""Externally routable prefixes of the transit VPC that NC2 made: ours among those of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Network
from typing import Any

import pulumi
from pulumi.dynamic import CreateResult, ReadResult, UpdateResult

from prism import ConflictError, NotFoundError, PrismError
from prism.networking import Vpc, Vpcs, covers, prefixes_of, with_prefixes
from providers.base import (
    PREVIEW,
    CheckedProvider,
    Cidr,
    Inputs,
    central,
    clear_member,
    in_a_sentence,
    is_member,
    mark_member,
    memberships,
    signatures,
)


class TransitVpcPrefixesInputs(Inputs):
    """``prefixes`` are in CIDR notation."""

    transit_vpc_id: str
    prefixes: list[Cidr]


class TransitVpcPrefixesProvider(CheckedProvider[TransitVpcPrefixesInputs]):
    """Merges prefixes into those that the transit VPC has. NC2 routes only these in its AWS VPC.

    A mark in the VPC's description says which prefix is whose. A prefix that is there without a mark was added by hand:
    it is used, and it stays at destroy. assumed: Prism Central takes another description for NC2's transit VPC.
    """

    inputs = TransitVpcPrefixesInputs
    replace_on = ("transit_vpc_id",)

    def problems(self, inputs: TransitVpcPrefixesInputs) -> Iterable[tuple[str, str]]:
        """Refuses a prefix of another owner at preview already, if Prism Central answers."""
        try:
            found = Vpcs(central(PREVIEW)).get(inputs.transit_vpc_id)
        except PrismError:
            return
        yield from (("prefixes", sentence) for sentence in _conflicts(found, inputs))
        there, ours = prefixes_of(found), _added(found, inputs)
        by_hand = [one for one in inputs.prefixes if covers(there, one) and one not in ours]
        if by_hand:
            pulumi.log.info(
                f"The transit VPC '{found.label}' routes {', '.join(by_hand)} already, added by hand. It is used, and "
                "destroy leaves it there."
            )

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called if the state does not hold the resource: adds what is missing."""
        inputs = self.load(props)
        return CreateResult(inputs.transit_vpc_id, _write(inputs))

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh: those of our prefixes that are there."""
        inputs = self.load(props)
        try:
            found = Vpcs(central()).get(inputs.transit_vpc_id)
        except NotFoundError:
            return ReadResult("", {})
        there = prefixes_of(found)
        live = [one for one in inputs.prefixes if covers(there, one)]
        if inputs.prefixes and not live:
            return ReadResult("", {})
        seen = self.load({**inputs.dump(), "prefixes": live})
        return ReadResult(id_, _state(seen, found), seen.dump())

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called if the prefixes have changed."""
        return UpdateResult(_write(self.load(news)))

    @in_a_sentence
    def delete(self, id_: str, props: dict[str, Any]) -> None:
        """Takes away those that this resource has added, and no others."""
        try:
            _write(self.load({**props, "prefixes": []}))
        except NotFoundError:
            return


def _write(inputs: TransitVpcPrefixesInputs) -> dict[str, Any]:
    """Bring the VPC to the inputs; whoever writes it meanwhile is merged with once more."""
    written = Vpcs(central()).update(inputs.transit_vpc_id, lambda current: _merged(current, inputs))
    return _state(inputs, written)


def _merged(current: Vpc, inputs: TransitVpcPrefixesInputs) -> Vpc:
    """The VPC with our prefixes and without those that we had added before; all others stay. Raises ConflictError."""
    for sentence in _conflicts(current, inputs):
        raise ConflictError(sentence)
    kept, description = prefixes_of(current), current.description
    for prefix, owner in _marked(current):
        if owner == inputs.owner and prefix not in inputs.prefixes:
            kept = [one for one in kept if one != prefix]
            description = clear_member(description, f"{prefix}@{owner}")
    for prefix in inputs.prefixes:
        if not covers(kept, prefix):
            kept.append(prefix)
            description = mark_member(description, f"{prefix}@{inputs.owner}")
    return with_prefixes(current.model_copy(update={"description": description or None}), kept)


def _state(inputs: TransitVpcPrefixesInputs, found: Vpc) -> dict[str, Any]:
    return {**inputs.dump(), "added": _added(found, inputs)}


def _conflicts(found: Vpc, inputs: TransitVpcPrefixesInputs) -> Iterator[str]:
    """One sentence for each of our prefixes that another owner's prefix overlaps."""
    there = prefixes_of(found)
    for theirs, owner in _marked(found):
        for prefix in inputs.prefixes if owner != inputs.owner and theirs in there else ():
            if IPv4Network(prefix).overlaps(IPv4Network(theirs)):
                yield (
                    f"The transit VPC '{found.label}' routes {theirs} for {owner}, and {prefix} overlaps it: one would "
                    "get the other's traffic. Choose another prefix in overlay.externallyRoutablePrefixes, or run "
                    f"pulumi up for {owner} without {theirs} first."
                )


def _marked(vpc: Vpc) -> list[tuple[str, str]]:
    """(prefix, owner) of every mark, which is `prefix@owner`."""
    return [(prefix, owner) for prefix, at, owner in (m.partition("@") for m in memberships(vpc.description)) if at]


def _added(found: Vpc, inputs: TransitVpcPrefixesInputs) -> list[str]:
    return [one for one in inputs.prefixes if is_member(found.description, f"{one}@{inputs.owner}")]


class TransitVpcPrefixes(
    signatures.TransitVpcPrefixes, module="prism", name="TransitVpcPrefixes", provider=TransitVpcPrefixesProvider
):
    """Externally routable prefixes of the transit VPC. Without them NC2 writes no route to the workload into AWS."""

    added: pulumi.Output[list[str]]
