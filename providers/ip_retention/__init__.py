"""The addresses of all migrated VMs, as one resource. A stack does not grow with the number of its VMs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, ReadResult, UpdateResult

from errors import OperatorError
from prism import ConflictError
from providers.base import (
    PREVIEW,
    CheckedProvider,
    central,
    in_a_sentence,
    known,
    serve_the_others,
    signatures,
    tell_of_failed,
)
from providers.ip_retention.inputs import Captured, CapturedWorkload, IpRetentionInputs
from providers.ip_retention.journal import JournalError
from providers.ip_retention.messages import outputs, plan_in_words
from providers.ip_retention.policy import Verdict
from providers.ip_retention.run import Batch, planned

__all__ = [
    "Captured",
    "CapturedWorkload",
    "IpRetention",
    "IpRetentionInputs",
    "IpRetentionProvider",
    "JournalError",
    "Verdict",
    "plan_in_words",
    "planned",
]


class IpRetentionProvider(CheckedProvider[IpRetentionInputs]):
    """Gives every migrated VM the address of its EC2 instance. The VM gets its new NIC before it loses the old one.

    A VM that is recorded as retained is never changed again, so that a later failover is no drift. A VM that needs a
    decision by a person is refused by name. It stops no other: ``failed`` says why, and each up tries it again.
    """

    inputs = IpRetentionInputs

    @in_a_sentence
    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Shows the plan of each VM. A VM that Nutanix Move has brought since the last up is a change, too."""
        found = super().diff(id_, olds, news)
        if not known(news):
            pulumi.log.info("The plan of each VM is not known yet, because the overlay is not made yet.")
            return found
        inputs = self.load(news)
        try:
            plan = planned(central(PREVIEW), inputs)
        except OperatorError as error:
            pulumi.log.warn(f"The plan of each VM cannot be shown: {error}")
            return found
        _say(inputs, plan)
        to_do = inputs.mode != "plan" and any(one.kind in ("change", "refused") for one in plan.values())
        found.changes = tell_of_failed("The address of", olds.get("failed")) or bool(found.changes) or to_do
        return found

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called if the state does not hold the resource: changes only what is not right yet."""
        inputs = self.load(props)
        if inputs.mode == "plan":
            # Without a state the engine asks for no diff, and the diff shows the plan otherwise.
            _say(inputs, planned(central(), inputs))
        return CreateResult(inputs.owner, _applied(inputs))

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh: the status of each VM."""
        inputs = self.load(props)
        found = outputs(inputs, planned(central(), inputs))
        return ReadResult(id_, {**inputs.dump(), **found, "failed": props.get("failed") or {}}, inputs.dump())

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called if the mode, the captured instances or the VMs that Nutanix Move has brought have changed."""
        return UpdateResult(_applied(self.load(news)))

    def delete(self, id_: str, props: dict[str, Any]) -> None:
        """Changes nothing. The VMs keep their NICs. To undo the retention, use mode ``rollback`` before."""
        pulumi.log.info("Every VM keeps its present NICs. Only mode 'rollback' puts the recorded NICs back.")


def _applied(inputs: IpRetentionInputs) -> dict[str, Any]:
    """Changes every VM that can be changed, and returns the state, with the others in ``failed``."""
    client = central()
    if inputs.mode == "plan":
        return {**inputs.dump(), **outputs(inputs, planned(client, inputs)), "failed": {}}
    batch = Batch(client, inputs)
    plan = batch.run()
    refused = {key: ConflictError(f"{one.sentence}.") for key, one in plan.items() if one.kind == "refused"}
    failures = {inputs.vms[key].label(key): error for key, error in (refused | batch.failures).items()}
    _warn_of_waiting(inputs, plan)
    failed = serve_the_others("addresses of VMs", failures, len(inputs.vms))
    return {**inputs.dump(), **outputs(inputs, plan), "failed": failed}


def _say(inputs: IpRetentionInputs, plan: Mapping[str, Verdict]) -> None:
    pulumi.log.info(plan_in_words(inputs, plan))


def _warn_of_waiting(inputs: IpRetentionInputs, plan: Mapping[str, Verdict]) -> None:
    waiting = [f"  {inputs.vms[key].label(key)}: {one.sentence}" for key, one in plan.items() if one.kind == "waits"]
    if waiting:
        pulumi.log.warn("\n".join([f"{len(waiting)} VMs wait. Run pulumi up again once they are here:", *waiting]))


class IpRetention(signatures.IpRetention, module="prism", name="IpRetention", provider=IpRetentionProvider):
    """The captured instances of a site and the VMs that they become.

    ``vms`` are ``{instance id: {name, state, nics: [{address, secondary}], drift}}``. ``status`` is one sentence per
    instance. ``waiting`` names the instances that have no VM yet. ``failed`` are the reasons of those whose VM could
    not be changed. A program that must not end well while something failed asks for ``failed``.
    """

    status: pulumi.Output[dict[str, str]]
    waiting: pulumi.Output[list[str]]
    failed: pulumi.Output[dict[str, str]]
