"""The cut-over from EC2 to NC2 or back: it changes nothing itself, and keeps routes from moving too early."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import pulumi
from pulumi.dynamic import CheckFailure, CheckResult, CreateResult, ReadResult, UpdateResult

from prism import ConflictError
from providers.base.client import PREVIEW, central
from providers.base.fields import known
from providers.base.provider import CheckedProvider, PrismResource
from providers.base.sentences import in_a_sentence
from providers.cut_over.checks import obstacles
from providers.ip_retention.inputs import IpRetentionInputs


class CutOverInputs(IpRetentionInputs):
    """``platform``, ``ec2`` or ``nc2``, is where the workload's prefixes are to lead; the rest is the retention's."""

    platform: Literal["ec2", "nc2"]


class CutOverProvider(CheckedProvider[CutOverInputs]):
    """Looks only where the platform changes: a cut-over that is done is never looked at again, and a failover since is
    no reason to refuse a run.
    """

    inputs = CutOverInputs

    @in_a_sentence
    def check(self, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Refuses at preview what the run would refuse."""
        result = super().check(olds, news)
        if result.failures or not _turns(olds, result.inputs):
            return result
        if not known(result.inputs):
            result.failures.append(CheckFailure("platform", "cannot change while the overlay is still to be made"))
            return result
        inputs = self.load(result.inputs)
        for sentence in obstacles(central(PREVIEW), inputs, inputs.platform):
            result.failures.append(CheckFailure("platform", f"cannot become {inputs.platform}: {sentence}"))
        return result

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called when the state holds no such resource. It begins on EC2, or on NC2 with nothing left behind."""
        inputs = self.load(props)
        if inputs.platform == "nc2" and inputs.vms:
            _expect_none(inputs)
        return CreateResult(inputs.owner, inputs.dump())

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh: there is nothing to see but what was decided."""
        inputs = self.load(props)
        return ReadResult(id_, inputs.dump(), inputs.dump())

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Looks once more: much may have happened since the preview."""
        inputs = self.load(news)
        if olds.get("platform") != inputs.platform:
            _expect_none(inputs)
        return UpdateResult(inputs.dump())

    def delete(self, id_: str, props: dict[str, Any]) -> None:
        """Forgets."""


def _turns(olds: Mapping[str, Any], news: Mapping[str, Any]) -> bool:
    if not olds:
        return news.get("platform") == "nc2" and bool(news.get("vms"))
    return olds.get("platform") != news.get("platform")


def _expect_none(inputs: CutOverInputs) -> None:
    """Raises ConflictError with every obstacle."""
    found = obstacles(central(), inputs, inputs.platform)
    if found:
        lines = "".join(f"\n  {sentence}" for sentence in found)
        raise ConflictError(f"The workload cannot become {inputs.platform} yet; no route has moved:{lines}")


class CutOver(PrismResource, module="prism", name="CutOver"):
    """Where the workload is; what leads traffic there depends on it."""

    def __init__(
        self,
        resource_name: str,
        *,
        platform: pulumi.Input[str],
        table: pulumi.Input[str],
        region: pulumi.Input[str],
        vpc_id: pulumi.Input[str],
        subnets: pulumi.Input[Mapping[str, pulumi.Input[str]]],
        vms: pulumi.Input[Mapping[str, Any]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        where = {"table": table, "region": region, "vpc_id": vpc_id, "subnets": subnets, "vms": vms}
        super().__init__(CutOverProvider(), resource_name, {"platform": platform, **where}, opts)
