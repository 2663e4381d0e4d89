"""The tasks of a site that have not ended yet."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from simulator.prism.model import (
    Done,
    Fate,
    Json,
    Noun,
    Record,
    Refusal,
    SchemaRefusal,
    Site,
    hidden,
    nouns,
    timestamp,
)
from simulator.prism.tasks.operation import FORMLESS, Operation, formless, perform

_LOG = logging.getLogger(__name__)
PREFIX = "ZXJnb24=:"
"""What every task's extId begins with: base64("ergon"), the name of the task service, and the separator."""

ENDED = frozenset({"SUCCEEDED", "FAILED", "CANCELED"})
"""The states of a task that has ended."""


@contextmanager
def under(site: Site, fate: Fate | None) -> Iterator[None]:
    """Give this fate to the tasks that are submitted meanwhile."""
    site.task_fate = fate
    try:
        yield
    finally:
        site.task_fate = None


def adopt(site: Site, task: Record) -> None:
    """Go on with a task that was read from the journal."""
    if task.data["status"] not in ENDED:
        site.pending_tasks[task.ext_id] = task


def submit(site: Site, noun: Noun, operation: Operation, fate: Fate | None = None) -> Record:
    """Make the task of an operation. The first `run_due` after its time carries it out."""
    now, fate = site.world.clock.now(), fate or site.task_fate
    delay = site.world.clock.task_seconds + (fate.delay if fate else 0.0)
    title = (operation["action"] or operation["verb"]).replace("-", " ").title().replace(" ", "")
    data = _new_data(site, f"{title}{noun.type_name}", now)
    facts: hidden.TaskHidden = {
        "operation": cast(Json, operation),
        "started": now,
        # A task that never ends is due at no time; JSON has no infinity.
        "due": None if math.isinf(delay) else now + delay,
        "failure": fate.failure if fate else None,
        "partly": bool(fate and fate.partly),
    }
    task = site.store.add(Record("task", data["extId"], data, hidden=cast(Json, facts)))
    site.pending_tasks[task.ext_id] = task
    return task


def run_due(site: Site, now: float) -> None:
    """Carry out the tasks that are due, in the order of their times."""
    if not site.pending_tasks:
        return
    timed = [(hidden.of_task(task)["due"], task) for task in site.pending_tasks.values()]
    due = [(at, task) for at, task in timed if at is not None and at <= now]
    for _, task in sorted(due, key=lambda pair: pair[0]):
        _run(site, task)


def finish(site: Site, job_id: str, outcome: Done | Refusal, namespace: str) -> None:
    """End the task that follows a job."""
    for task in [t for t in site.pending_tasks.values() if hidden.of_task(t).get("follows") == job_id]:
        _end(site, task, outcome, namespace)


def cancelable(site: Site, task: Record) -> bool:
    """Whether a task still waits for its time. A task that follows a job does not end before the job does."""
    return task.ext_id in site.pending_tasks and "follows" not in hidden.of_task(task)


def cancel(site: Site, task: Record) -> None:
    """End a task that has not been carried out; raises Refusal when it has been, or when it follows a job."""
    if not cancelable(site, task):
        state = task.data["status"] if task.data["status"] in ENDED else "running"
        raise Refusal(409, "TASK_NOT_CANCELABLE", f"Task {task.ext_id} cannot be canceled: it is {state}.")
    canceled = Refusal(409, "CANCELED", f"Task {task.ext_id} was canceled.")
    _end(site, task, canceled, "prism")
    task.data["status"] = "CANCELED"


def _run(site: Site, task: Record) -> None:
    facts = hidden.of_task(task)
    noun = nouns()[facts["operation"]["kind"]]
    outcome = _outcome(site, noun, facts)
    if isinstance(outcome, Done) and facts.get("partly"):
        _affect(task, outcome)
        outcome = Refusal(500, "PARTLY_FAILED", str(facts["failure"]))
    if isinstance(outcome, Done) and outcome.follows:
        facts["due"], facts["follows"] = None, outcome.follows
        _affect(task, outcome)
        site.store.save(task)
    else:
        _end(site, task, outcome, noun.namespace)


def _outcome(site: Site, noun: Noun, facts: hidden.TaskHidden) -> Done | Refusal:
    """What comes of a task's operation."""
    if facts["failure"] and not facts.get("partly"):
        return Refusal(500, "INTERNAL_ERROR", facts["failure"])
    try:
        return perform(site, noun, cast(Operation, facts["operation"]))
    except Refusal as refusal:
        return refusal
    except SchemaRefusal as refusal:
        return Refusal(400, "INVALID_ARGUMENT", str(refusal))
    except FORMLESS as error:
        # The task must end here: otherwise it would come up again at every later request.
        _LOG.exception("%s of %s", facts["operation"]["verb"], facts["operation"]["kind"])
        return formless(error)


def _end(site: Site, task: Record, outcome: Done | Refusal, namespace: str) -> None:
    site.pending_tasks.pop(task.ext_id, None)
    at = timestamp(site.world.clock.now())
    task.data.update(completedTime=at, lastUpdatedTime=at)
    if isinstance(outcome, Refusal):
        task.data.update(status="FAILED", errorMessages=[outcome.app_message(namespace)])
        task.data["legacyErrorMessage"] = outcome.message
    else:
        task.data.update(status="SUCCEEDED", progressPercentage=100)
        _affect(task, outcome)
    site.store.touch(task)


def _new_data(site: Site, operation: str, now: float) -> Json:
    at = timestamp(now)
    return {
        "$objectType": "prism.v4.config.Task",
        "$reserved": {},
        "extId": PREFIX + site.world.new_id(),
        "operation": operation,
        "operationDescription": operation,
        "createdTime": at,
        "startedTime": at,
        "lastUpdatedTime": at,
        "status": "QUEUED",
        "progressPercentage": 0,
        "isCancelable": False,
        "isBackgroundTask": False,
        "numberOfSubtasks": 0,
        "numberOfEntitiesAffected": 0,
        "ownedBy": {"extId": site.user_id, "name": site.world.username},
        "clusterExtIds": [site.cluster_id],
    }


def _affect(task: Record, done: Done) -> None:
    affected = [
        {"$objectType": "prism.v4.config.EntityReference", "rel": rel, "extId": ext_id, "name": name}
        for rel, ext_id, name in done.affected
    ]
    details = [
        {"$objectType": "common.v1.config.KVPair", "name": name, "value": value} for name, value in done.details.items()
    ]
    task.data["numberOfEntitiesAffected"] = len(affected)
    task.data.update({k: v for k, v in (("entitiesAffected", affected), ("completionDetails", details)) if v})
