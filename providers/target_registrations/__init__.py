"""The targets of a target group, as one resource. A stack does not grow with the number of its VMs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, ReadResult, UpdateResult
from pydantic import BeforeValidator

from aws import AwsError, client
from providers.base import (
    Address,
    CheckedProvider,
    Cidr,
    Inputs,
    in_a_sentence,
    raise_failed,
    serve_the_others,
    signatures,
    tell_of_failed,
)
from providers.target_registrations.run import NO_GROUP, converge, deregister, health
from providers.target_registrations.words import in_words

__all__ = ["TargetRegistrations", "TargetRegistrationsInputs", "TargetRegistrationsProvider"]


def _with_addresses(targets: Any) -> Any:
    """A member without an address, such as a floating IP that could not be made, leaves the others as they are."""
    return {name: address for name, address in targets.items() if address} if isinstance(targets, dict) else targets


class TargetRegistrationsInputs(Inputs):
    """``targets`` are addresses by member name; one that is empty is no target. ``cidrs`` are the prefixes of the VPC
    of the target group.
    """

    region: str
    target_group_arn: str
    port: int
    targets: Annotated[dict[str, Address], BeforeValidator(_with_addresses)]
    cidrs: list[Cidr]
    drain_seconds: float


class TargetRegistrationsProvider(CheckedProvider[TargetRegistrationsInputs]):
    """The target group belongs to this resource alone: an address that is not declared is deregistered.

    An update ends once the deregistered targets are drained. VMs are stopped after it, so that no request is cut off.
    A target that AWS refuses stops no other: ``failed`` says why, and each up tries it again.
    """

    inputs = TargetRegistrationsInputs
    replace_on = ("region", "target_group_arn", "port")

    def problems(self, inputs: TargetRegistrationsInputs) -> Iterable[tuple[str, str]]:
        """Targets that contradict one another."""
        if len(set(inputs.targets.values())) < len(inputs.targets):
            yield "targets", "has an address twice; expected another address for each target"

    @in_a_sentence
    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Says which targets will be registered and which will be deregistered."""
        found = super().diff(id_, olds, news)
        if found.changes and isinstance(news.get("targets"), Mapping):
            for sentence in in_words(olds.get("targets") or {}, news["targets"]):
                pulumi.log.info(sentence)
        if not found.changes and tell_of_failed("Target", olds.get("failed")):
            return DiffResult(changes=True, replaces=[])
        return found

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called if the state does not hold the resource."""
        inputs = self.load(props)
        return CreateResult(f"{inputs.target_group_arn}/targets", _applied(inputs))

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh: the registered targets. An address that is not declared is its own name."""
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
        return ReadResult(id_, {**seen.dump(), "failed": props.get("failed") or {}}, seen.dump())

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called if the targets have changed. A load balancer's control plane that is down stops nobody else's work:
        no target counts as changed then, and the next up tries again.
        """
        inputs = self.load(news)
        try:
            return UpdateResult(_applied(inputs))
        except AwsError as error:
            names = {**(olds.get("targets") or {}), **inputs.targets}
            if error.silence is None or not names:
                raise
            failed = serve_the_others("targets", dict.fromkeys(names, error), len(names))
            return UpdateResult({**inputs.dump(), "failed": failed})

    @in_a_sentence
    def delete(self, id_: str, props: dict[str, Any]) -> None:
        """Deregisters all targets without waiting, because the target group is deleted next."""
        inputs = self.load({**props, "targets": {}, "drain_seconds": 0})
        try:
            elb = client("elbv2", inputs.region)
            refused = deregister(elb, inputs.target_group_arn, inputs.port, list(health(elb, inputs.target_group_arn)))
        except AwsError as error:
            if error.code != NO_GROUP:
                raise
            return
        raise_failed("targets", refused, len(inputs.targets.keys() | refused.keys()))


def _applied(inputs: TargetRegistrationsInputs) -> dict[str, Any]:
    elb = client("elbv2", inputs.region)
    refused = converge(elb, inputs.target_group_arn, inputs.port, inputs.targets, inputs.cidrs, inputs.drain_seconds)
    names = {address: name for name, address in inputs.targets.items()}
    failures = {names.get(address, address): why for address, why in refused.items()}
    return {**inputs.dump(), "failed": serve_the_others("targets", failures, len({*inputs.targets, *failures}))}


class TargetRegistrations(
    signatures.TargetRegistrations, module="aws", name="TargetRegistrations", provider=TargetRegistrationsProvider
):
    """The registered targets of a target group of type ip.

    ``targets`` are ``{name: address}``. Credentials and endpoint come from the environment. ``failed`` are the reasons
    of the targets that AWS refused. A program that must not end well while something failed asks for ``failed``.
    """

    failed: pulumi.Output[dict[str, str]]
