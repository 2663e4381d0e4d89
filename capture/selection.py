"""Which instances to capture: those of a VPC, those with tags, or both."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aws import asking

ALIVE = ("pending", "running", "stopping", "stopped")
_AT_ONCE = 200
_HINT = "Check the credentials, their rights and the region, then run again."


@dataclass(frozen=True)
class Selection:
    """An instance must have all `tags`. Raises ValueError if there is neither a VPC nor a tag."""

    vpc_id: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.vpc_id and not self.tags:
            raise ValueError("Select instances with --vpc or --tag. Capturing a whole region is not supported.")

    def __str__(self) -> str:
        parts = [f"in {self.vpc_id}"] if self.vpc_id else []
        return " ".join([*parts, *(f"tagged {key}={value}" for key, value in self.tags.items())])

    def filters(self) -> list[dict[str, Any]]:
        """The selection as filters of DescribeInstances."""
        vpc = [{"Name": "vpc-id", "Values": [self.vpc_id]}] if self.vpc_id else []
        return vpc + [{"Name": f"tag:{key}", "Values": [value]} for key, value in self.tags.items()]


def selected(ec2: Any, selection: Selection) -> Iterator[Mapping[str, Any]]:
    """The selected instances that are not terminated, as DescribeInstances answers. Raises AwsError."""
    states = {"Name": "instance-state-name", "Values": list(ALIVE)}
    yield from _described(ec2, [*selection.filters(), states])


def by_id(ec2: Any, instance_ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """The instances that EC2 still knows, by id. Raises AwsError."""
    found: dict[str, Mapping[str, Any]] = {}
    for at in range(0, len(instance_ids), _AT_ONCE):
        # A filter, because one unknown id in InstanceIds would fail the whole call.
        wanted = {"Name": "instance-id", "Values": list(instance_ids[at : at + _AT_ONCE])}
        found |= {str(instance["InstanceId"]): instance for instance in _described(ec2, [wanted])}
    return found


def name_of(instance: Mapping[str, Any]) -> str:
    """The Name tag; empty without one."""
    return next((str(tag["Value"]) for tag in instance.get("Tags") or [] if tag["Key"] == "Name"), "")


def state_of(instance: Mapping[str, Any]) -> str:
    """The state, such as "running"."""
    return str(instance["State"]["Name"])


def _described(ec2: Any, filters: list[dict[str, Any]]) -> Iterator[Mapping[str, Any]]:
    with asking("read the EC2 instances", _HINT):
        for page in ec2.get_paginator("describe_instances").paginate(Filters=filters):
            for reservation in page["Reservations"]:
                yield from reservation["Instances"]
