"""Capture by Systems Manager: sends the documents to the guests, waits for every invocation, reports each by name."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aws import AwsError, asking
from capture.documents import LINUX, WINDOWS
from capture.record import Snapshot, snapshot_of
from capture.selection import Selection, name_of, selected, state_of
from plain_text import plain

_HINT = "Check the credentials, their rights and the region. Check that `pulumi up` has run. Then run again."
_AT_ONCE = 50  # instances one SendCommand takes
_WAITING = ("Pending", "InProgress", "Delayed", "Cancelling")
_NOT_MANAGED = "is not managed by Systems Manager. Check its agent, its role and its route to the service."
_REMEDY = {
    "Undeliverable": "The SSM agent did not answer. Check that it runs and reaches Systems Manager.",
    "Terminated": "Systems Manager stopped after too many failures of other instances. Run again.",
    "TimedOut": "The script took too long, or the SSM agent did not answer. Check the guest, then run again.",
}


@dataclass(frozen=True)
class Outcome:
    """The outcome of one instance: its snapshot, or why there is none."""

    instance_id: str
    name: str
    snapshot: Snapshot | None = None
    reason: str = ""

    @property
    def label(self) -> str:
        """The name to show: "web-1 (i-0123)", or the id alone."""
        return f"{plain(self.name)} ({self.instance_id})" if self.name else self.instance_id


@dataclass(frozen=True)
class Documents:
    """The names of the two documents that the stack created, by platform."""

    linux: str
    windows: str

    def of(self, platform: str) -> str:
        """The document's name for a platform."""
        return self.windows if platform == WINDOWS else self.linux


def capture_by_ssm(
    ec2: Any,
    ssm: Any,
    selection: Selection,
    documents: Documents,
    *,
    timeout: float = 600.0,
    pause: float = 2.0,
    tell: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """An outcome for every selected instance; `tell` receives each as it arrives. Raises AwsError."""
    instances = {str(one["InstanceId"]): one for one in selected(ec2, selection)}
    running = [key for key, one in instances.items() if state_of(one) == "running"]
    names = {key: name_of(one) for key, one in instances.items()}
    outcomes: list[Outcome] = []

    def end(key: str, snapshot: Snapshot | None, reason: str) -> None:
        outcomes.append(Outcome(key, names[key], snapshot, reason))
        tell(outcomes[-1])

    managed = _managed(ssm, running)
    for key, one in sorted(instances.items()):
        if key not in running:
            end(key, None, f"is {state_of(one)}. Systems Manager reaches running instances only. Use --via api.")
        elif key not in managed:
            end(key, None, _NOT_MANAGED)
    _await(ssm, send(ssm, managed, documents), names, end, timeout, pause)
    return outcomes


def _await(
    ssm: Any,
    sent: dict[str, str],
    names: Mapping[str, str],
    end: Callable[[str, Snapshot | None, str], None],
    timeout: float,
    pause: float,
) -> None:
    """Reports each instance when its command ends. At the timeout, reports the rest as not ended."""
    deadline = time.monotonic() + timeout
    while sent:
        for key, command_id in list(sent.items()):
            answer = _invocation(ssm, command_id, key)
            if answer is not None and answer["Status"] not in _WAITING:
                del sent[key]
                end(key, *_read(key, names[key], answer))
        if not sent or time.monotonic() >= deadline:
            break
        time.sleep(pause)
    for key, command_id in sorted(sent.items()):
        end(key, None, f"did not answer within {timeout:g} s. Command {command_id} continues; run again later.")


def _managed(ssm: Any, instance_ids: Sequence[str]) -> dict[str, str]:
    """The platform of each instance that Systems Manager reaches, by id."""
    found: dict[str, str] = {}
    with asking("list the instances that Systems Manager manages", _HINT):
        for at in range(0, len(instance_ids), _AT_ONCE):
            filters = [{"Key": "InstanceIds", "Values": list(instance_ids[at : at + _AT_ONCE])}]
            for page in ssm.get_paginator("describe_instance_information").paginate(Filters=filters):
                for one in page["InstanceInformationList"]:
                    if one.get("PingStatus") == "Online":
                        found[str(one["InstanceId"])] = str(one.get("PlatformType") or LINUX)
    return found


def send(ssm: Any, managed: Mapping[str, str], documents: Documents) -> dict[str, str]:
    """Sends the documents; the command's id by instance id. Raises AwsError."""
    commands: dict[str, str] = {}
    for platform in (LINUX, WINDOWS):
        ids = sorted(key for key, its in managed.items() if its == platform)
        for batch in _batches(ids):
            with asking(f"send {documents.of(platform)} to {len(batch)} instances", _HINT):
                answer = ssm.send_command(
                    DocumentName=documents.of(platform),
                    InstanceIds=batch,
                    Comment="Capture of addresses before the move to NC2",
                    # Ask every instance, however many others fail.
                    MaxErrors="100%",
                )
            commands |= dict.fromkeys(batch, str(answer["Command"]["CommandId"]))
    return commands


def _batches(ids: Sequence[str]) -> Iterator[list[str]]:
    for at in range(0, len(ids), _AT_ONCE):
        yield list(ids[at : at + _AT_ONCE])


def _invocation(ssm: Any, command_id: str, instance_id: str) -> Mapping[str, Any] | None:
    """The invocation, or None while Systems Manager has not created it."""
    try:
        with asking(f"read the result of command {command_id} on {instance_id}", _HINT):
            answer: Mapping[str, Any] = ssm.get_command_invocation(CommandId=command_id, InstanceId=instance_id)
            return answer
    except AwsError as error:
        if error.code == "InvocationDoesNotExist":
            return None
        raise


def _read(instance_id: str, name: str, answer: Mapping[str, Any]) -> tuple[Snapshot | None, str]:
    """The snapshot that an invocation printed, or why there is none. The status Success alone proves nothing.

    `name` is EC2's, for an instance whose metadata have no tags.
    """
    status = str(answer["Status"])
    if status != "Success":
        said = " ".join(str(answer.get("StandardErrorContent") or "").split())[-500:]
        return None, f"ended {answer.get('StatusDetails') or status}: {said or _REMEDY.get(status, 'no reason given')}"
    try:
        printed = json.loads(str(answer.get("StandardOutputContent") or ""))
        snapshot = snapshot_of({**printed, "name": name if printed["name"] is None else printed["name"]})
    except (ValueError, KeyError, TypeError):
        return None, "ended Success but printed no record. Check the command's output in Systems Manager."
    if snapshot.instance_id != instance_id:
        return (
            None,
            f"printed the record of {snapshot.instance_id}, so its metadata is another instance's.",
        )
    return snapshot, ""
