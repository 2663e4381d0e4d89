"""How long a recovery took and how much it would have lost, from the job's own times and the recovery points'. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

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
    """What was measured against its target, in seconds; None where there is no target, or no figure."""

    target: float | None
    seconds: float | None

    @property
    def kept(self) -> bool | None:
        """None where one of the two is missing."""
        return None if self.target is None or self.seconds is None else self.seconds <= self.target


@dataclass(frozen=True)
class VmTimes:
    """A machine's steps; `id` is that of its copy, empty where none was made."""

    name: str
    id: str
    spans: tuple[Span, ...]
    problem: str

    @property
    def ready(self) -> float | None:
        """Seconds from the job's beginning until nothing was left to do for it."""
        return max((span.end for span in self.spans), default=None)


def instant(text: str | None) -> datetime | None:
    """An RFC 3339 time; None for one that is missing or not of that form."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def phases(job: RecoveryPlanJob, steps: Iterable[ExecutionStep]) -> tuple[Span, ...]:
    """The job's phases in order, each from its first step's beginning to its last one's end."""
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
    """The job's machines by name, with their steps."""
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


def recovery_time(job: RecoveryPlanJob, machines: Iterable[VmTimes]) -> float | None:
    """Seconds from the job's beginning until its last machine was ready.

    The whole job's where Prism tells no times of steps; None for a job that has not come to that.
    """
    if not job.succeeded:
        return None
    ready = [machine.ready for machine in machines if machine.ready is not None]
    return max(ready, default=None) if ready else length(job)


def length(job: RecoveryPlanJob) -> float | None:
    """Seconds from the job's beginning to its end."""
    start, end = instant(job.start_time), instant(job.end_time)
    return (end - start).total_seconds() if start and end else None


def lost(job: RecoveryPlanJob, newest: datetime | None) -> float | None:
    """Seconds of writes that a machine recovered by this job has not: nothing where it was shut down and sent first."""
    if job.action_type == "PLANNED_FAILOVER":
        return 0.0
    start = instant(job.start_time)
    return max(0.0, (start - newest).total_seconds()) if start and newest else None


def _timed(job: RecoveryPlanJob, steps: Iterable[ExecutionStep]) -> list[tuple[Span, ExecutionStep]]:
    """The steps that Prism tells both times of."""
    began, found = instant(job.start_time), []
    for step in steps:
        start, end = instant(step.start_time), instant(step.end_time)
        if began and start and end:
            what = step.step_description or (step.operation_type or "step").replace("_", " ").capitalize()
            first, last = (max(0.0, (moment - began).total_seconds()) for moment in (start, end))
            found.append((Span(what, first, last, step.status or ""), step))
    return found


def _copies(steps: Iterable[ExecutionStep]) -> dict[str, str]:
    """The copies' ids by the names of the machines they were made of. A copy of a test bears another name."""
    names = {e.ext_id: e.name for step in steps for e in step.affected_entities or [] if e.entity_type == "VM"}
    return {
        names.get(result.source_entity_ext_id) or result.name or "?": result.recovered_entity_ext_id or ""
        for step in steps
        for result in step.recovered_vms()
    }
