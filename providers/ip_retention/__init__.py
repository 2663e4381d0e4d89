"""The addresses of all migrated VMs, as one resource: a stack must not grow with the number of its VMs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, ReadResult, UpdateResult

from errors import OperatorError
from prism import ConflictError
from providers.base import PREVIEW, CheckedProvider, central, in_a_sentence, known, raise_failed, signatures
from providers.ip_retention.inputs import CapturedWorkload, IpRetentionInputs
from providers.ip_retention.journal import JournalError
from providers.ip_retention.messages import outputs, plan_in_words
from providers.ip_retention.policy import Verdict
from providers.ip_retention.run import Batch, planned

__all__ = ["CapturedWorkload", "IpRetention", "IpRetentionInputs", "IpRetentionProvider", "JournalError", "planned"]


class IpRetentionProvider(CheckedProvider[IpRetentionInputs]):
    """Gives every migrated VM the address that its EC2 instance had, with the new NIC there before the old one goes.

    A machine that is recorded as retained is never touched again: what a failover makes of it later is not drift. What
    cannot be decided is refused by name, stops no other machine, and fails the run after the others are done.
    """

    inputs = IpRetentionInputs

    @in_a_sentence
    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Tells the plan by machine. A machine that Move has brought since the last up is a change, too."""
        found = super().diff(id_, olds, news)
        if not known(news):
            pulumi.log.info("What becomes of each machine is not known yet: the overlay is still to be made.")
            return found
        inputs = self.load(news)
        try:
            plan = planned(central(PREVIEW), inputs)
        except OperatorError as error:
            pulumi.log.warn(f"What becomes of each machine cannot be told now: {error}")
            return found
        _say(inputs, plan)
        to_do = inputs.mode != "plan" and any(one.kind == "change" for one in plan.values())
        found.changes = bool(found.changes) or to_do
        return found

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called when the state holds no such resource: what was done already needs no write."""
        inputs = self.load(props)
        if inputs.mode == "plan":
            # Before there is a state the engine asks for no diff, which would have told it.
            _say(inputs, planned(central(), inputs))
        return CreateResult(inputs.owner, _applied(inputs))

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh: what became of each machine."""
        inputs = self.load(props)
        return ReadResult(id_, {**inputs.dump(), **outputs(inputs, planned(central(), inputs))}, inputs.dump())

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called when the mode, the captured machines or what Move has brought changed."""
        return UpdateResult(_applied(self.load(news)))

    def delete(self, id_: str, props: dict[str, Any]) -> None:
        """Forgets. The machines keep the NICs they have: for the way back, roll back first."""
        pulumi.log.info("Every machine keeps the NICs it has: only mode 'rollback' puts the recorded ones back.")


def _applied(inputs: IpRetentionInputs) -> dict[str, Any]:
    """Does what can be done, then raises for those it could not be done for."""
    client = central()
    if inputs.mode == "plan":
        return {**inputs.dump(), **outputs(inputs, planned(client, inputs))}
    batch = Batch(client, inputs)
    plan = batch.run()
    refused = {key: ConflictError(f"{one.sentence}.") for key, one in plan.items() if one.kind == "refused"}
    failures = {inputs.vms[key].label(key): error for key, error in (refused | batch.failures).items()}
    _warn_of_waiting(inputs, plan)
    raise_failed("machines' addresses", failures, len(inputs.vms))
    return {**inputs.dump(), **outputs(inputs, plan)}


def _say(inputs: IpRetentionInputs, plan: Mapping[str, Verdict]) -> None:
    pulumi.log.info(plan_in_words(inputs, plan))


def _warn_of_waiting(inputs: IpRetentionInputs, plan: Mapping[str, Verdict]) -> None:
    waiting = [f"  {inputs.vms[key].label(key)}: {one.sentence}" for key, one in plan.items() if one.kind == "waits"]
    if waiting:
        pulumi.log.warn("\n".join([f"{len(waiting)} machines wait; a later pulumi up goes on with:", *waiting]))


class IpRetention(signatures.IpRetention, module="prism", name="IpRetention", provider=IpRetentionProvider):
    """The captured machines of a site. ``status`` says by machine what became of it; ``waiting`` names those not moved.

    ``vms`` are ``{instance id: {name, state, nics: [{address, secondary}], drift}}``.
    """

    status: pulumi.Output[dict[str, str]]
    waiting: pulumi.Output[list[str]]
