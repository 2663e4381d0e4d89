"""The cut-over from EC2 to NC2 or back. It changes nothing itself: it keeps routes from moving too early."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pulumi.dynamic import CheckFailure, CheckResult, CreateResult, ReadResult, UpdateResult
from pydantic import computed_field

from prism import ConflictError
from providers.base import PREVIEW, CheckedProvider, central, in_a_sentence, known, signatures
from providers.cut_over.checks import obstacles
from providers.ip_retention import CapturedWorkload

__all__ = ["CutOver", "CutOverInputs", "CutOverProvider"]


class CutOverInputs(CapturedWorkload):
    """``platform``, ``ec2`` or ``nc2``, is where the workload's prefixes lead."""

    platform: Literal["ec2", "nc2"]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def mode(self) -> str:
        """The states of released stacks hold it: a cut-over checks the VMs as a retention in mode ``plan`` does."""
        return "plan"


class CutOverProvider(CheckedProvider[CutOverInputs]):
    """Checks the VMs only if the platform changes. A cut-over that is done is never checked again, so that a later
    failover is no reason to refuse a run.
    """

    inputs = CutOverInputs

    @in_a_sentence
    def check(self, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Refuses at preview whatever the up would refuse."""
        result = super().check(olds, news)
        if result.failures or not _turns(olds, result.inputs):
            return result
        if not known(result.inputs):
            result.failures.append(
                CheckFailure(
                    "platform", "cannot change before the overlay is made. Run pulumi up with the old platform first"
                )
            )
            return result
        inputs = self.load(result.inputs)
        for sentence in obstacles(central(PREVIEW), inputs, inputs.platform):
            result.failures.append(CheckFailure("platform", f"cannot become {inputs.platform}: {sentence}"))
        return result

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called if the state does not hold the resource. The platform is ec2, or nc2 if no instance is left."""
        inputs = self.load(props)
        if inputs.platform == "nc2" and inputs.vms:
            _expect_none(inputs)
        return CreateResult(inputs.owner, inputs.dump())

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh. There is nothing to read: the platform is a decision."""
        inputs = self.load(props)
        return ReadResult(id_, inputs.dump(), inputs.dump())

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called if an input has changed. Checks the VMs once more, because they may have changed since the preview."""
        inputs = self.load(news)
        if olds.get("platform") != inputs.platform:
            _expect_none(inputs)
        return UpdateResult(inputs.dump())

    def delete(self, id_: str, props: dict[str, Any]) -> None:
        """Changes nothing."""


def _turns(olds: Mapping[str, Any], news: Mapping[str, Any]) -> bool:
    if not olds:
        return news.get("platform") == "nc2" and bool(news.get("vms"))
    return olds.get("platform") != news.get("platform")


def _expect_none(inputs: CutOverInputs) -> None:
    """Raises ConflictError, which names every obstacle."""
    found = obstacles(central(), inputs, inputs.platform)
    if found:
        lines = "".join(f"\n  {sentence}" for sentence in found)
        raise ConflictError(f"The workload cannot move to {inputs.platform} yet. No route was changed:{lines}")


class CutOver(signatures.CutOver, module="prism", name="CutOver", provider=CutOverProvider):
    """The platform of the workload. The routes that lead traffic there depend on this resource."""
