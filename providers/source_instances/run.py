"""Sets the metadata options of instances, several at a time. A tag of each instance keeps its former options."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from pydantic import Field

from aws import AwsError, asking, client
from capture import Selection, selected
from providers.base import Inputs, for_each, raise_failed

_WANTED = {"HttpTokens": "required", "InstanceMetadataTags": "enabled", "HttpEndpoint": "enabled"}
_RECORD = "nc2-dr.metadata-before"
_HINT = "Check the rights to set metadata options and tags, and that no key of a tag has a blank or a slash."
Options = dict[str, str]


class SourceInstancesInputs(Inputs):
    """The instances of the VPC, or those of them that have all ``tags``."""

    region: str
    vpc_id: str
    tags: dict[str, str] = Field(default={})


def applied(inputs: SourceInstancesInputs) -> dict[str, Any]:
    """Sets the options that differ, and returns the state. Raises MembersFailedError for instances that fail."""
    live = live_of(inputs)
    ec2 = client("ec2", inputs.region)
    wrong = {key: one for key, one in live.items() if differs(one)}
    failures = for_each({key: partial(_change, ec2, key, one) for key, one in wrong.items()})
    raise_failed("instances' metadata options", failures, len(live))
    return {**inputs.dump(), "before": before(live_of(inputs))}


def restore(inputs: SourceInstancesInputs) -> None:
    """Restores the former options of the instances that still exist. Raises MembersFailedError."""
    ec2, had = client("ec2", inputs.region), before(live_of(inputs))
    failures = for_each({key: partial(_put_back, ec2, key, options) for key, options in had.items()})
    raise_failed("instances' metadata options", failures, len(had))


def live_of(inputs: SourceInstancesInputs) -> dict[str, Mapping[str, Any]]:
    """The selected instances by id. Raises AwsError."""
    try:
        found = selected(client("ec2", inputs.region), Selection(inputs.vpc_id, inputs.tags))
        return {str(one["InstanceId"]): one for one in found}
    except AwsError as error:
        raise AwsError(str(error)) from None


def _options(instance: Mapping[str, Any]) -> Options:
    """The present options. An option that EC2 leaves out has its default."""
    defaults = {"HttpTokens": "optional", "InstanceMetadataTags": "disabled", "HttpEndpoint": "enabled"}
    found = instance.get("MetadataOptions") or {}
    return {name: str(found.get(name) or default) for name, default in defaults.items()}


def differs(instance: Mapping[str, Any]) -> bool:
    """True if the options of the instance are not the wanted ones."""
    return _options(instance) != _WANTED


def before(instances: Mapping[str, Mapping[str, Any]]) -> dict[str, Options]:
    """The former options of each instance, as its tag records them, by id."""
    recorded = {
        key: str(tag["Value"]).split("/")
        for key, one in instances.items()
        for tag in one.get("Tags") or []
        if tag["Key"] == _RECORD
    }
    return {
        key: dict(zip(_WANTED, words, strict=True)) for key, words in recorded.items() if len(words) == len(_WANTED)
    }


def _change(ec2: Any, key: str, instance: Mapping[str, Any]) -> None:
    """Records the former options on the instance before the change, because a killed run leaves no state."""
    if key not in before({key: instance}):
        had = "/".join(_options(instance)[name] for name in _WANTED)
        with _asking(key):
            ec2.create_tags(Resources=[key], Tags=[{"Key": _RECORD, "Value": had}])
    set_options(ec2, key, _WANTED)


def _put_back(ec2: Any, key: str, options: Options) -> None:
    set_options(ec2, key, options)
    with _asking(key):
        ec2.delete_tags(Resources=[key], Tags=[{"Key": _RECORD}])


def set_options(ec2: Any, key: str, options: Options) -> None:
    """One call of EC2: sets the options of the instance. Raises AwsError."""
    with _asking(key):
        ec2.modify_instance_metadata_options(InstanceId=key, **options)


def _asking(key: str) -> AbstractContextManager[None]:
    return asking(f"set the metadata options of {key}", _HINT)
