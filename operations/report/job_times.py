"""How long a recovery took and how much data it would have lost, by the times of the job and of the recovery points."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from plain_text import plain
from prism.dataprotection import ExecutionStep, RecoveryPlanJob

PHASES = {"PRE_PROCESSING": "Preparation", "ENTITY_RECOVERY": "Recovery", "POST_PROCESSING": "Completion"}


@dataclass(frozen=True)
class Span:
    """A piece of the timeline: `start` and `end` are seconds since the job began."""

    what: str
    start: float
    end: float
    status: str = "SUCCEEDED"

    @property
    def seconds(self) -> float:
        return self.end - self.start


@dataclass(frozen=True)
class Measured:
    """A figure and its target, in seconds; None for a missing one."""

    target: float | None
    seconds: float | None

    @property
    def kept(self) -> bool | None:
        """Whether the target was kept; None where figure or target is missing."""
        return None if self.target is None or self.seconds is None else self.seconds <= self.target


@dataclass(frozen=True)
class VmTimes:
    """A VM's steps. `id`: that of its copy, empty where none was made."""

    name: str
    id: str
    spans: tuple[Span, ...]
    problem: str

    @property
    def ready(self) -> float | None:
        """Seconds from the job's beginning until the VM's last step ended; None without steps."""
        return max((span.end for span in self.spans), default=None)


def instant(text: str | None) -> datetime | None:
    """An RFC 3339 time; None for a missing or malformed one."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def phases(job: RecoveryPlanJob, steps: Iterable[ExecutionStep]) -> tuple[Span, ...]:
    """The job's phases in order, each from the beginning of its first step to the end of its last."""
    timed = _timed(job, steps)
    found = []
    for phase, name in PHASES.items():
        mine = [(span, step) for span, step in timed if step.phase == phase]
        if mine:
            statuses = {step.status or "" for _, step in mine}
            status = next((bad for bad in ("FAILED", "ABORTED", "RUNNING") if bad in statuses), "SUCCEEDED")
            start, end = min(span.start for span, _ in mine), max(span.end for span, _ in mine)
            found.append(Span(name, start, end, status))
    return tuple(found)


def vms(job: RecoveryPlanJob, steps: Sequence[ExecutionStep]) -> tuple[VmTimes, ...]:
    """The job's VMs by name, with their steps."""
    copies = _copies(steps)
    spans: dict[str, list[Span]] = {name: [] for name in copies}
    problems: dict[str, list[str]] = {}
    timed = {id(step): span for span, step in _timed(job, steps)}
    for step in steps:
        for name in step.vm_names():
            spans.setdefault(name, [])
            if id(step) in timed:
                spans[name].append(timed[id(step)])
            if step.complaint():
                problems.setdefault(name, []).append(step.complaint())
    return tuple(
        VmTimes(name, copies.get(name, ""), tuple(found), "; ".join(problems.get(name, [])))
        for name, found in sorted(spans.items())
    )


def recovery_time(job: RecoveryPlanJob, times: Iterable[VmTimes]) -> float | None:
    """Seconds from the job's beginning until its last VM was ready; None for a job that did not succeed.

    Where Prism tells no times of steps, it is the length of the whole job.
    """
    if not job.succeeded:
        return None
    ready = [vm.ready for vm in times if vm.ready is not None]
    return max(ready, default=None) if ready else length(job)


def length(job: RecoveryPlanJob) -> float | None:
    """Seconds from the job's beginning to its end."""
    start, end = instant(job.start_time), instant(job.end_time)
    return (end - start).total_seconds() if start and end else None


def lost(job: RecoveryPlanJob, newest: datetime | None) -> float | None:
    """Seconds of writes that a recovered VM lacks; 0 for a planned failover, which shuts down and sends first."""
    if job.action_type == "PLANNED_FAILOVER":
        return 0.0
    start = instant(job.start_time)
    return max(0.0, (start - newest).total_seconds()) if start and newest else None


def _timed(job: RecoveryPlanJob, steps: Iterable[ExecutionStep]) -> list[tuple[Span, ExecutionStep]]:
    """The steps with a beginning and an end."""
    began, found = instant(job.start_time), []
    for step in steps:
        start, end = instant(step.start_time), instant(step.end_time)
        if began and start and end:
            what = step.step_description or (step.operation_type or "step").replace("_", " ").capitalize()
            first, last = (max(0.0, (moment - began).total_seconds()) for moment in (start, end))
            found.append((Span(plain(what), first, last, step.status or ""), step))
    return found


def _copies(steps: Iterable[ExecutionStep]) -> dict[str, str]:
    """The copies' ids by the names of the VMs they were made of. A test's copy has another name than its VM.

    assumed: a step names the VM as its source does, and its result has the ids of both.
    """
    entities = [entity for step in steps for entity in step.affected_entities or []]
    names = {entity.ext_id: plain(entity.name or "") for entity in entities if entity.entity_type == "VM"}
    return {
        names.get(result.source_entity_ext_id) or result.label: result.recovered_entity_ext_id or ""
        for step in steps
        for result in step.recovered_vms()
    }
