"""The EC2 instances to migrate, as one resource: their metadata asks for tokens and holds their tags."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, ReadResult, UpdateResult

from capture import CaptureError
from capture._aws import client
from capture._errors import told
from capture.selection import Selection, name_of, selected
from prism import PrismError
from providers._base import CheckedProvider, PrismResource
from providers._fields import Inputs, known
from providers._members import for_each, raise_failed
from providers._sentences import in_a_sentence

_WANTED = {"HttpTokens": "required", "InstanceMetadataTags": "enabled", "HttpEndpoint": "enabled"}
_HINT = "Look at the rights to ModifyInstanceMetadataOptions, and that no tag's key has a blank or a slash."
Options = dict[str, str]


class AwsError(PrismError):
    """AWS refused or did not answer."""


class SourceInstancesInputs(Inputs):
    """All instances of the VPC, or those with every one of ``tags``."""

    region: str
    vpc_id: str
    tags: dict[str, str] = {}  # noqa: RUF012 - pydantic copies it


class SourceInstancesProvider(CheckedProvider[SourceInstancesInputs]):
    """Sets the metadata options of every selected instance, and puts back at the end what each had before."""

    inputs = SourceInstancesInputs

    @in_a_sentence
    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Names the instances that would change: launched since, or changed by hand."""
        found = super().diff(id_, olds, news)
        if not known(news):
            return found
        try:
            wrong = {key: one for key, one in _live(self.load(news)).items() if _differs(one)}
        except AwsError as error:
            pulumi.log.warn(str(error))
            return found
        if wrong:
            names = ", ".join(sorted(f"{name_of(one)} ({key})" for key, one in wrong.items()))
            pulumi.log.info(f"Metadata of {len(wrong)} instances will ask for tokens and show tags: {names}.")
        found.changes = bool(found.changes or wrong)
        return found

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called when the state holds no such resource."""
        inputs = self.load(props)
        return CreateResult(inputs.owner, _applied(inputs, {}))

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh: nothing to say that diff does not look up itself."""
        inputs = self.load(props)
        return ReadResult(id_, {**inputs.dump(), "before": props.get("before") or {}}, inputs.dump())

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called when the selection or what it selects changed."""
        return UpdateResult(_applied(self.load(news), olds.get("before") or {}))

    @in_a_sentence
    def delete(self, id_: str, props: dict[str, Any]) -> None:
        """Puts back what the instances that are still there had before."""
        inputs, before = self.load(props), props.get("before") or {}
        there = _live(inputs)
        ec2 = client("ec2", inputs.region)
        work = {key: partial(_set, ec2, key, options) for key, options in before.items() if key in there}
        raise_failed("instances' metadata options", for_each(work), len(work))


def _applied(inputs: SourceInstancesInputs, before: Mapping[str, Options]) -> dict[str, Any]:
    live = _live(inputs)
    ec2 = client("ec2", inputs.region)
    wrong = {key: one for key, one in live.items() if _differs(one)}
    work: dict[str, Callable[[], object]] = {key: partial(_set, ec2, key, _WANTED) for key in wrong}
    failures = for_each(work)
    raise_failed("instances' metadata options", failures, len(live))
    return {**inputs.dump(), "before": {**{key: _options(one) for key, one in wrong.items()}, **before}}


def _live(inputs: SourceInstancesInputs) -> dict[str, Mapping[str, Any]]:
    try:
        found = selected(client("ec2", inputs.region), Selection(inputs.vpc_id, inputs.tags))
        return {str(one["InstanceId"]): one for one in found}
    except CaptureError as error:
        raise AwsError(str(error)) from None


def _options(instance: Mapping[str, Any]) -> Options:
    """As they are; what EC2 does not say is its default."""
    defaults = {"HttpTokens": "optional", "InstanceMetadataTags": "disabled", "HttpEndpoint": "enabled"}
    found = instance.get("MetadataOptions") or {}
    return {name: str(found.get(name) or default) for name, default in defaults.items()}


def _differs(instance: Mapping[str, Any]) -> bool:
    return _options(instance) != _WANTED


def _set(ec2: Any, instance_id: str, options: Options) -> None:
    try:
        with told(f"set the metadata options of {instance_id}", _HINT):
            ec2.modify_instance_metadata_options(InstanceId=instance_id, **options)
    except CaptureError as error:
        raise AwsError(str(error)) from None


class SourceInstances(PrismResource, module="migration", name="SourceInstances"):
    """The instances to migrate. ``before`` holds the options that each had."""

    before: pulumi.Output[dict[str, Options]]

    def __init__(
        self,
        resource_name: str,
        *,
        region: pulumi.Input[str],
        vpc_id: pulumi.Input[str],
        tags: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        props = {"region": region, "vpc_id": vpc_id, "tags": tags or {}, "before": None}
        super().__init__(SourceInstancesProvider(), resource_name, props, opts)
