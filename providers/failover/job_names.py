"""The names of recovery plan jobs, which number the flips: which job a run starts, and which it adopts. Pure.

A job's name is made of plan, source, target and generation (see turn.py), so a run that comes after a killed one finds
the job, however far that is. A job that failed is followed by an ``attempt 2`` for the rest.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from prism.dataprotection import RecoveryPlanJob

_PREFIX = "nc2-dr"
_ACTIONS = frozenset({"PLANNED_FAILOVER", "UNPLANNED_FAILOVER"})
_NAMESPACE = uuid.UUID("c2b1d1cf-9a0e-5d0e-8f57-0d6a5a4f2f10")
_TAIL = re.compile(r"#(\d+)(?: attempt (\d+))?$")
_LONGEST_PLAN = 160
_STARTS = 32
DRILL = f"{_PREFIX}-drill"
"""What the names of a drill's jobs begin with. No failover's name begins with it and a blank."""


@dataclass(frozen=True)
class Choice:
    """Adopt ``job``, or where it is None start one named ``name``."""

    name: str
    job: RecoveryPlanJob | None = None


def job_name(plan: str, source: str, target: str, generation: int, attempt: int = 1) -> str:
    """``nc2-dr <plan> <from> to <to> #<generation>``, and the attempt from the second on."""
    name = f"{_PREFIX} {plan[:_LONGEST_PLAN]} {source} to {target} #{generation}"
    return name if attempt == 1 else f"{name} attempt {attempt}"


def drill_name(plan: str, source: str, target: str, jobs: Iterable[RecoveryPlanJob]) -> str:
    """``nc2-dr-drill <plan> <from> to <to> <number>`` with the number after the highest among these jobs."""
    base = f"{DRILL} {plan[:_LONGEST_PLAN]} {source} to {target}"
    numbers = (re.fullmatch(rf"{re.escape(base)} (\d+)", job.name or "") for job in jobs)
    return f"{base} {1 + max((int(found[1]) for found in numbers if found), default=0)}"


def is_drill(job: RecoveryPlanJob) -> bool:
    """Whether a drill of this project started the job."""
    return (job.name or "").startswith(f"{DRILL} ")


def request_ids(name: str) -> list[str]:
    """The NTNX-Request-Ids for starting the job: one that is sent twice starts one job. Later ones are for new starts
    after failed ones.
    """
    return [
        str(uuid.uuid5(_NAMESPACE, name if start == 0 else f"{name} start {start + 1}")) for start in range(_STARTS)
    ]


def choose(jobs: Iterable[RecoveryPlanJob], base: str) -> Choice:
    """The job to adopt among those of this generation, one that runs or has succeeded; else the name of the next."""
    attempts = _attempts(jobs, base)
    if not attempts:
        return Choice(base)
    last = max(attempts)
    job = attempts[last]
    if not job.ended or job.succeeded:
        return Choice(job.name or base, job)
    return Choice(f"{base} attempt {last + 1}")


def failed_attempts(jobs: Iterable[RecoveryPlanJob], base: str) -> list[RecoveryPlanJob]:
    """The jobs of this generation that have ended without success, in their order."""
    attempts = _attempts(jobs, base)
    return [
        attempts[number] for number in sorted(attempts) if attempts[number].ended and not attempts[number].succeeded
    ]


def last_generation(jobs: Iterable[RecoveryPlanJob], plan: str) -> int:
    """The highest generation among our jobs of the plan, 0 for none.

    Prism Central keeps it, so counting goes on where a state was lost or an old one restored.
    """
    prefix = f"{_PREFIX} {plan[:_LONGEST_PLAN]} "
    return max((_number(job.name or "", 1) for job in jobs if (job.name or "").startswith(prefix)), default=0)


def last_takeover(jobs: Iterable[RecoveryPlanJob], plan: str, site: str) -> int:
    """The highest generation with which a job of ours brought the workload to this site, 0 for none."""
    return last_generation((job for job in jobs if job.succeeded and f" to {site} #" in (job.name or "")), plan)


def of_last_takeover(jobs: Iterable[RecoveryPlanJob], plan: str, site: str) -> list[RecoveryPlanJob]:
    """The jobs of the flip that brought the workload to this site last, with its failed attempts."""
    given = list(jobs)
    last = last_takeover(given, plan, site)
    return [job for job in takeovers(given, plan, site) if last and last_generation([job], plan) == last]


def takeovers(jobs: Iterable[RecoveryPlanJob], plan: str, site: str) -> list[RecoveryPlanJob]:
    """Our failover jobs of the plan to this site, whatever became of them."""
    mine = f"{_PREFIX} {plan[:_LONGEST_PLAN]} "
    names = ((job, job.name or "") for job in jobs if job.action_type in _ACTIONS)
    return [job for job, name in names if name.startswith(mine) and f" to {site} #" in name]


def newer_than(jobs: Iterable[RecoveryPlanJob], plan: str, generation: int) -> list[RecoveryPlanJob]:
    """Our jobs of the plan with a higher generation, whatever became of them."""
    return [job for job in jobs if last_generation([job], plan) > generation]


def next_generation(known: int, in_jobs: int, *, spent: bool) -> int:
    """The generation of the flip to run: one more than the highest that a stack (``known``) or a job tells of.

    Reuse the newest job's number if that job belongs to this flip (left by a killed run, or forgotten by a state that
    was rolled back). If its VMs are gone (``spent``), it belongs to a past flip: take the next number.
    """
    return in_jobs if in_jobs and in_jobs >= known and not spent else max(known, in_jobs) + 1


def direction(own: str, primary: str | None, recovery: str | None) -> Mapping[str, str] | None:
    """Source and target domain manager of a failover to ``own``.

    None where the plan does not know this site.
    """
    others = {primary: recovery, recovery: primary}
    source = others.get(own)
    return {"source": source, "target": own} if source and source != own else None


def _attempts(jobs: Iterable[RecoveryPlanJob], base: str) -> dict[int, RecoveryPlanJob]:
    return {
        _number(name, 2) or 1: job
        for job in jobs
        if job.action_type in _ACTIONS and ((name := job.name or "") == base or name.startswith(f"{base} attempt "))
    }


def _number(name: str, group: int) -> int:
    found = _TAIL.search(name)
    return int(found[group] or 0) if found else 0
