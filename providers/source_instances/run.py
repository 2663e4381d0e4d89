"""Sets the metadata options of instances, several at a time. A tag of each instance keeps its former options."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from pydantic import Field

from aws import AwsError, asking, client
from capture import TERMINATED, Selection, by_id, selected, state_of
from errors import OperatorError
from providers.base import Inputs, for_each, raise_failed, serve_the_others

_TAGS = "InstanceMetadataTags"
_WANTED = {"HttpTokens": "required", _TAGS: "enabled", "HttpEndpoint": "enabled"}
_RECORD = "nc2-dr.metadata-before"
_HINT = "Check the rights to set metadata options and tags."
# Source: the EC2 user guide, "View tags for your EC2 instances using instance metadata". EC2 refuses tags in the
# metadata of an instance with any other key, and other keys on an instance whose metadata has tags.
_TAG_KEY = re.compile(r"(?!(?:\.|\.\.|_index)$)[0-9a-zA-Z\-_+=,.@:]{1,255}")
_ENDED = ("shutting-down", TERMINATED)
_OF_ENDED = ("InvalidInstanceID.NotFound", "IncorrectInstanceState", "IncorrectState")
_REFUSALS = (
    "UnauthorizedOperation",
    "AccessDenied",
    "InvalidParameterValue",
    "InvalidParameterCombination",
    "UnsupportedOperation",
    "OperationNotPermitted",
    "TagLimitExceeded",
    "TagPolicyViolation",
)
Options = dict[str, str]


class SourceInstancesInputs(Inputs):
    """The instances of the VPC, or those of them that have all ``tags``."""

    region: str
    vpc_id: str
    tags: dict[str, str] = Field(default={})


def applied(inputs: SourceInstancesInputs) -> dict[str, Any]:
    """Sets the options that differ, and returns the state. Raises MembersFailedError if AWS gives no answer."""
    live = live_of(inputs)
    ec2 = client("ec2", inputs.region)
    wrong = {key: one for key, one in live.items() if differs(one)}
    failures = for_each(
        {key: partial(_unless_ended, ec2, key, partial(_change, ec2, key, one)) for key, one in wrong.items()}
    )
    _end(failures, len(live))
    return {**inputs.dump(), "before": before(live_of(inputs))}


def restore(inputs: SourceInstancesInputs) -> None:
    """Restores the former options of the instances that still exist. Raises MembersFailedError without an answer."""
    ec2, had = client("ec2", inputs.region), before(live_of(inputs))
    failures = for_each(
        {key: partial(_unless_ended, ec2, key, partial(_put_back, ec2, key, options)) for key, options in had.items()}
    )
    _end(failures, len(had))


def _end(failures: Mapping[str, OperatorError], total: int) -> None:
    """What AWS refuses on an instance that is not ours is a warning: a policy of the organisation may deny the call.

    Metadata options are a comfort of the capture, which takes the name from EC2 where they are missing.
    """
    refused = {key: error for key, error in failures.items() if isinstance(error, AwsError) and error.code in _REFUSALS}
    serve_the_others("instances' metadata options", refused, total)
    raise_failed("instances' metadata options", {k: e for k, e in failures.items() if k not in refused}, total)


def _unless_ended(ec2: Any, key: str, change: Callable[[], None]) -> None:
    """An instance that ends between the list and its change needs none."""
    try:
        change()
    except AwsError as error:
        found = by_id(ec2, [key]).get(key) if error.code in _OF_ENDED else {"State": {"Name": ""}}
        if found is not None and state_of(found) not in _ENDED:
            raise


def live_of(inputs: SourceInstancesInputs) -> dict[str, Mapping[str, Any]]:
    """The selected instances by id. Raises AwsError."""
    try:
        found = selected(client("ec2", inputs.region), Selection(inputs.vpc_id, inputs.tags))
        return {str(one["InstanceId"]): one for one in found}
    except AwsError as error:
        raise AwsError(str(error)) from None


def _options(instance: Mapping[str, Any]) -> Options:
    """The present options. An option that EC2 leaves out has its default."""
    defaults = {"HttpTokens": "optional", _TAGS: "disabled", "HttpEndpoint": "enabled"}
    found = instance.get("MetadataOptions") or {}
    return {name: str(found.get(name) or default) for name, default in defaults.items()}


def differs(instance: Mapping[str, Any]) -> bool:
    """True if the options of the instance are not the wanted ones."""
    return not wanted(instance).items() <= _options(instance).items()


def wanted(instance: Mapping[str, Any]) -> Options:
    """The wanted options. An instance with a tag that EC2 does not take into the metadata keeps its tags out of it."""
    return {name: value for name, value in _WANTED.items() if name != _TAGS or not unfit_tags(instance)}


def unfit_tags(instance: Mapping[str, Any]) -> list[str]:
    """The keys of tags that EC2 refuses in the metadata, such as `Patch Group` and `k8s.io/cluster`."""
    return sorted(tag["Key"] for tag in instance.get("Tags") or [] if not _TAG_KEY.fullmatch(tag["Key"]))


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
    set_options(ec2, key, wanted(instance))


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
