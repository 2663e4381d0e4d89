"""All targets of a target group, as one resource: a stack must not grow with the number of its VMs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, ReadResult, UpdateResult

from aws import AwsError, client
from providers.base import Address, CheckedProvider, Cidr, Inputs, in_a_sentence, known, signatures
from providers.target_registrations.run import NO_GROUP, converge, deregister, health

__all__ = ["TargetRegistrations", "TargetRegistrationsInputs", "TargetRegistrationsProvider"]


class TargetRegistrationsInputs(Inputs):
    """``targets`` are addresses by member name; ``cidrs`` the VPC's, which tell who lies outside of it."""

    region: str
    target_group_arn: str
    port: int
    targets: dict[str, Address]
    cidrs: list[Cidr]
    drain_seconds: float


class TargetRegistrationsProvider(CheckedProvider[TargetRegistrationsInputs]):
    """The group is this resource's alone: an address nobody declared is deregistered.

    An update ends when those that leave are drained, so that what waits for it (the VMs' stop) cuts off no request.
    """

    inputs = TargetRegistrationsInputs
    replace_on = ("region", "target_group_arn", "port")

    def problems(self, inputs: TargetRegistrationsInputs) -> Iterable[tuple[str, str]]:
        """What contradicts itself."""
        if len(set(inputs.targets.values())) < len(inputs.targets):
            yield "targets", "holds an address twice; expected an address of its own for each"

    @in_a_sentence
    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Says which targets come and which go."""
        found = super().diff(id_, olds, news)
        if found.changes and isinstance(news.get("targets"), Mapping):
            for sentence in _in_words(olds.get("targets") or {}, news["targets"]):
                pulumi.log.info(sentence)
        return found

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called when the state holds no such resource."""
        inputs = self.load(props)
        return CreateResult(f"{inputs.target_group_arn}/targets", _applied(inputs))

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh: who is registered. An address without a name shows as its own."""
        inputs = self.load(props)
        try:
            live = health(client("elbv2", inputs.region), inputs.target_group_arn)
        except AwsError as error:
            if error.code == NO_GROUP:
                return ReadResult("", {})
            raise
        names = {address: name for name, address in inputs.targets.items()}
        there = {names.get(address, address): address for address, state in live.items() if state != "draining"}
        seen = inputs.model_copy(update={"targets": there})
        return ReadResult(id_, seen.dump(), seen.dump())

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called when the targets changed."""
        return UpdateResult(_applied(self.load(news)))

    @in_a_sentence
    def delete(self, id_: str, props: dict[str, Any]) -> None:
        """Deregisters all, and waits for nobody: the group goes next."""
        inputs = self.load({**props, "targets": {}, "drain_seconds": 0})
        try:
            elb = client("elbv2", inputs.region)
            deregister(elb, inputs.target_group_arn, inputs.port, list(health(elb, inputs.target_group_arn)))
        except AwsError as error:
            if error.code != NO_GROUP:
                raise


def _applied(inputs: TargetRegistrationsInputs) -> dict[str, Any]:
    elb = client("elbv2", inputs.region)
    converge(elb, inputs.target_group_arn, inputs.port, inputs.targets, inputs.cidrs, inputs.drain_seconds)
    return inputs.dump()


def _in_words(olds: Mapping[str, Any], news: Mapping[str, Any]) -> list[str]:
    sentences = []
    for name in sorted(olds.keys() | news.keys()):
        old, new = olds.get(name), news.get(name)
        if new is None:
            sentences.append(f"Target '{name}' will be deregistered and drained.")
        elif old is None:
            sentences.append(f"Target '{name}' will be registered{f' at {new}' if known(new) else ''}.")
        elif known(new) and old != new:
            sentences.append(f"Target '{name}' will move from {old} to {new}.")
    return sentences


class TargetRegistrations(
    signatures.TargetRegistrations, module="aws", name="TargetRegistrations", provider=TargetRegistrationsProvider
):
    """The registered targets of a target group of addresses.

    ``targets`` are ``{name: address}``. Credentials and endpoint are the environment's.
    """
