"""Which instances: those of a VPC, those with tags, or both."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aws import asking

ALIVE = ("pending", "running", "stopping", "stopped")
_AT_ONCE = 200
_HINT = "Look at the credentials, their rights and the region, then run again."


@dataclass(frozen=True)
class Selection:
    """`tags` must all be there. Raises ValueError where it would select every instance of the region."""

    vpc_id: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.vpc_id and not self.tags:
            raise ValueError("Which instances is not said: give a VPC or a tag; all of a region are never meant.")

    def __str__(self) -> str:
        parts = [f"in {self.vpc_id}"] if self.vpc_id else []
        return " ".join([*parts, *(f"tagged {key}={value}" for key, value in self.tags.items())])

    def filters(self) -> list[dict[str, Any]]:
        """As EC2 takes them."""
        vpc = [{"Name": "vpc-id", "Values": [self.vpc_id]}] if self.vpc_id else []
        return vpc + [{"Name": f"tag:{key}", "Values": [value]} for key, value in self.tags.items()]


def selected(ec2: Any, selection: Selection) -> Iterator[Mapping[str, Any]]:
    """The instances of the selection that are not terminated, as DescribeInstances shows them. Raises AwsError."""
    states = {"Name": "instance-state-name", "Values": list(ALIVE)}
    yield from _described(ec2, [*selection.filters(), states])


def by_id(ec2: Any, instance_ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """Those of these ids that EC2 still knows, by id. Raises AwsError."""
    found: dict[str, Mapping[str, Any]] = {}
    for at in range(0, len(instance_ids), _AT_ONCE):
        # A filter: asked for by InstanceIds, one unknown id would fail the whole call.
        wanted = {"Name": "instance-id", "Values": list(instance_ids[at : at + _AT_ONCE])}
        found |= {str(instance["InstanceId"]): instance for instance in _described(ec2, [wanted])}
    return found


def name_of(instance: Mapping[str, Any]) -> str:
    """The Name tag, or nothing."""
    return next((str(tag["Value"]) for tag in instance.get("Tags") or [] if tag["Key"] == "Name"), "")


def state_of(instance: Mapping[str, Any]) -> str:
    return str(instance["State"]["Name"])


def _described(ec2: Any, filters: list[dict[str, Any]]) -> Iterator[Mapping[str, Any]]:
    with asking("read the EC2 instances", _HINT):
        for page in ec2.get_paginator("describe_instances").paginate(Filters=filters):
            for reservation in page["Reservations"]:
                yield from reservation["Instances"]
