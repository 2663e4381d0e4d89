"""What only the simulator knows of an entity: the keys of `Record.hidden`, by kind of record.

Nothing here is ever shown by the API. The journal writes it as it is, so every value must be JSON. A key that is not
`Required` may be missing.
"""

from __future__ import annotations

from typing import Any, NotRequired, Required, TypedDict, cast

from simulator.prism.model.json import Json
from simulator.prism.model.record import Record


class VmHidden(TypedDict, total=False):
    """Hidden facts of a VM."""

    lineage: Required[str]
    """extId of the first copy. All copies of one VM share it; a test copy has its own."""
    generation: int
    """How often the VM has been recovered. Missing: never."""
    source: str
    """extId of the VM that this copy was recovered from."""
    test: str
    """extId of the recovery plan whose test made this copy."""
    test_job: str
    """extId of the job that was that test."""
    paused: str
    """extId of the recovery plan after whose failover the protection of this VM is paused."""
    protection: dict[str, float]
    """For each schedule (`<policy extId>/<number>`) that protects the VM: time of its newest recovery point."""


class Snapshot(TypedDict):
    """One VM as a recovery point holds it."""

    vm: Json
    """The VM's data."""
    nics: list[Json]
    """One entry per NIC: extId, nic (backing), ip, guest (an address set inside the guest), network (extId, name, vpc,
    prefix)."""
    lineage: str
    generation: int
    source: str
    """extId of the domain manager of the site where the snapshot was made."""
    at: float
    """When the snapshot was made, in seconds since the epoch."""
    retired: bool
    """The VM was deleted for good, or is no longer protected."""


class PointHidden(Snapshot):
    """Hidden facts of a recovery point: the snapshot of its first VM, and what concerns the whole point."""

    others: NotRequired[list[Snapshot]]
    """The snapshots of the further VMs."""
    manual: NotRequired[bool]
    """A client made the point; the retention of a policy does not count it."""
    expires: NotRequired[float]
    """When the point is taken away, in seconds since the epoch."""
    store: NotRequired[str]
    """extId of the recovery point store that shows the point; only of a stored recovery point."""


class TaskHidden(TypedDict, total=False):
    """Hidden facts of a task."""

    operation: Required[Json]
    """What to do: kind, verb, target, body, parent, action, etag and, for a dry run, dry."""
    started: Required[float]
    due: Required[float | None]
    """When the task is carried out, in seconds since the epoch. None: never, or it follows a job."""
    failure: Required[str | None]
    """The message of the fault that makes the task fail."""
    partly: bool
    """The task does what was asked before it fails."""
    follows: str
    """extId of the job whose end is the end of this task."""


class JobHidden(TypedDict, total=False):
    """Hidden facts of a recovery plan job."""

    body: Required[Json]
    """The request that started the job."""
    recovered: Required[dict[str, str]]
    """extId of each VM that was recovered -> extId of its copy at the target."""
    failed: Required[list[str | None]]
    """extIds of the VMs that a step failed for."""
    queue: list[str]
    """extIds of the steps that are still to do."""
    cursor: float
    """When the last step ended, in seconds since the epoch."""
    failure: str | None
    """The first error message."""
    warned: bool
    """The validation found something."""
    candidates: dict[str, tuple[str, Snapshot, str | None]]
    """extId of each VM to recover -> its stage, its snapshot and its recovery point. Empty once the job has ended."""
    cleanup: str
    """extId of the task that cleaned up after the test, where v3 asked for it."""


class StepHidden(TypedDict):
    """Hidden facts of an execution step."""

    do: str
    """stop, migrate, restore, power-on, floating-ip or nothing."""
    vm: str | None
    """extId of the VM at the source."""
    seconds: float
    """How long the step takes."""


class NicHidden(TypedDict, total=False):
    """Hidden facts of a VM's NIC."""

    mac: str
    """The MAC address, which an update without one keeps."""
    guest: str
    """The static address that is configured inside the guest, and that AHV's address management does not know."""


class VpcHidden(TypedDict, total=False):
    """Hidden facts of a VPC."""

    externalIps: dict[str, list[Json]]
    """extId of each external subnet -> the addresses that the VPC has there, which an update without them keeps."""


class FloatingIpHidden(TypedDict, total=False):
    """Hidden facts of a floating IP."""

    test: str
    """extId of the recovery plan whose test made this floating IP."""
    test_job: str
    """extId of the job that was that test."""


class ImageHidden(TypedDict, total=False):
    """Hidden facts of an image."""

    source: Json
    """Where the image came from, which an update without a source keeps."""


class DomainManagerHidden(TypedDict, total=False):
    """Hidden facts of a domain manager."""

    products: dict[str, dict[str, Any]]
    """Name of each product that was changed -> its changed fields."""


class SharedHidden(TypedDict, total=False):
    """Hidden facts of an entity that paired sites share."""

    agreed: int
    """The version that both sites had when they last agreed. Missing: they never did."""


def of_shared(record: Record) -> SharedHidden:
    """The hidden facts of an entity that paired sites share."""
    return cast(SharedHidden, record.hidden)


def of_vm(record: Record) -> VmHidden:
    """The hidden facts of a VM."""
    return cast(VmHidden, record.hidden)


def of_point(record: Record) -> PointHidden:
    """The hidden facts of a recovery point, at its site or in a bucket."""
    return cast(PointHidden, record.hidden)


def of_task(record: Record) -> TaskHidden:
    """The hidden facts of a task."""
    return cast(TaskHidden, record.hidden)


def of_job(record: Record) -> JobHidden:
    """The hidden facts of a recovery plan job."""
    return cast(JobHidden, record.hidden)


def of_step(record: Record) -> StepHidden:
    """The hidden facts of an execution step."""
    return cast(StepHidden, record.hidden)


def of_nic(record: Record) -> NicHidden:
    """The hidden facts of a VM's NIC."""
    return cast(NicHidden, record.hidden)


def of_vpc(record: Record) -> VpcHidden:
    """The hidden facts of a VPC."""
    return cast(VpcHidden, record.hidden)


def of_floating_ip(record: Record) -> FloatingIpHidden:
    """The hidden facts of a floating IP."""
    return cast(FloatingIpHidden, record.hidden)


def of_image(record: Record) -> ImageHidden:
    """The hidden facts of an image."""
    return cast(ImageHidden, record.hidden)


def of_domain_manager(record: Record) -> DomainManagerHidden:
    """The hidden facts of a domain manager."""
    return cast(DomainManagerHidden, record.hidden)
