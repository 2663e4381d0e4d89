"""Tasks: what was asked is written down as data, and carried out when its time has come.

An operation is `{kind, verb, target, body, parent, action, etag}`, so that a task survives a restart of the simulator.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.prism.http.refusal import Refusal, SchemaRefusal
from simulator.prism.json import Json, timestamp
from simulator.prism.noun import Done, Noun, nouns
from simulator.prism.world.store import Record

if TYPE_CHECKING:
    from simulator.prism.world.site import Site

_LOG = logging.getLogger(__name__)
PREFIX = "ZXJnb24=:"  # base64("ergon"), the task service, and the separator

FORMLESS = (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError)
"""What comes of a body with the right attributes but the wrong insides."""

ENDED = frozenset({"SUCCEEDED", "FAILED", "CANCELED"})


@dataclass(frozen=True)
class Fate:
    """A fault on the way of a task: it stays RUNNING for so long (`inf` = for ever), or fails with this message.

    partly: it has done what was asked before it fails.
    """

    delay: float = 0.0
    failure: str | None = None
    partly: bool = False


class Work:
    """The tasks of one site that have not ended yet."""

    def __init__(self, site: Site):
        self._site = site
        self._pending: dict[str, Record] = {}
        self._fate: Fate | None = None

    @contextmanager
    def under(self, fate: Fate | None) -> Iterator[None]:
        """Tasks submitted meanwhile have this fate."""
        self._fate = fate
        try:
            yield
        finally:
            self._fate = None

    def adopt(self, task: Record) -> None:
        """Take a task that was read from the journal."""
        if task.data["status"] not in ENDED:
            self._pending[task.ext_id] = task

    def submit(self, noun: Noun, operation: Json, fate: Fate | None = None) -> Record:
        """Make the task of an operation; it is carried out by the next `run_due` after its time."""
        now, fate = self._site.world.clock.now(), fate or self._fate
        delay = self._site.world.clock.task_seconds + (fate.delay if fate else 0.0)
        title = (operation.get("action") or operation["verb"]).replace("-", " ").title().replace(" ", "")
        data = _fresh(self._site, f"{title}{noun.type_name}", now)
        # A task that never ends is due at no time; JSON has no infinity.
        due = None if math.isinf(delay) else now + delay
        hidden = {"operation": operation, "started": now, "due": due, "failure": fate.failure if fate else None}
        hidden["partly"] = bool(fate and fate.partly)
        task = self._site.store.add(Record("task", data["extId"], data, hidden=hidden))
        self._pending[task.ext_id] = task
        return task

    def run_due(self, now: float) -> None:
        """Carry out what is due, in the order it was due."""
        due = [t for t in self._pending.values() if t.hidden["due"] is not None and t.hidden["due"] <= now]
        for task in sorted(due, key=lambda t: float(t.hidden["due"])):
            self._run(task)

    def finish(self, job_id: str, outcome: Done | Refusal, namespace: str) -> None:
        """End the task that follows a job."""
        for task in [t for t in self._pending.values() if t.hidden.get("follows") == job_id]:
            self._end(task, outcome, namespace)

    def cancelable(self, task: Record) -> bool:
        """Whether a task waits for its time; one that follows a job does not end before the job does."""
        return task.ext_id in self._pending and "follows" not in task.hidden

    def cancel(self, task: Record) -> None:
        """End a task that has not been carried out; raises Refusal when it has been, or follows a job."""
        if not self.cancelable(task):
            state = task.data["status"] if task.data["status"] in ENDED else "running"
            raise Refusal(409, "TASK_NOT_CANCELABLE", f"Task {task.ext_id} cannot be canceled: it is {state}.")
        canceled = Refusal(409, "CANCELED", f"Task {task.ext_id} was canceled.")
        self._end(task, canceled, "prism")
        task.data["status"] = "CANCELED"

    def _run(self, task: Record) -> None:
        operation = task.hidden["operation"]
        noun = nouns()[operation["kind"]]
        outcome: Done | Refusal
        try:
            if task.hidden["failure"] and not task.hidden.get("partly"):
                raise Refusal(500, "INTERNAL_ERROR", task.hidden["failure"])
            outcome = perform(self._site, noun, operation)
        except Refusal as refusal:
            outcome = refusal
        except SchemaRefusal as refusal:
            outcome = Refusal(400, "INVALID_ARGUMENT", str(refusal))
        except FORMLESS as error:
            # It must end here: a task left waiting would come up again at every later request.
            _LOG.exception("%s of %s", operation["verb"], operation["kind"])
            outcome = formless(error)
        if isinstance(outcome, Done) and task.hidden.get("partly"):
            _affect(task, outcome)
            outcome = Refusal(500, "PARTLY_FAILED", task.hidden["failure"])
        if isinstance(outcome, Done) and outcome.follows:
            task.hidden.update(due=None, follows=outcome.follows)
            _affect(task, outcome)
            self._site.store.save(task)
        else:
            self._end(task, outcome, noun.namespace)

    def _end(self, task: Record, outcome: Done | Refusal, namespace: str) -> None:
        self._pending.pop(task.ext_id, None)
        at = timestamp(self._site.world.clock.now())
        task.data.update(completedTime=at, lastUpdatedTime=at)
        if isinstance(outcome, Refusal):
            task.data.update(status="FAILED", errorMessages=[outcome.app_message(namespace)])
            task.data["legacyErrorMessage"] = outcome.message
        else:
            task.data.update(status="SUCCEEDED", progressPercentage=100)
            _affect(task, outcome)
        self._site.store.touch(task)


def perform(site: Site, noun: Noun, operation: Json) -> Done:
    """Carry an operation out now; raises Refusal."""
    verb, target, body, etag = (operation[part] for part in ("verb", "target", "body", "etag"))
    if verb == "create":
        if etag and etag != site.store.require(str(noun.parent), operation["parent"]).etag:
            raise etag_mismatch(noun, etag)
        return noun.done(noun.create(site, target, body, operation["parent"]), verb)
    record = acted_on(site, noun, target)
    if etag and noun.namespace == "vmm" and etag not in noun.etags(site, record):
        raise etag_mismatch(noun, etag)
    if verb == "act":
        noun.check_action(site, operation["action"], record, body)
        return Done() if operation.get("dry") else noun.act(site, operation["action"], record, body)
    if verb == "update":
        noun.update(site, record, body)
    else:
        noun.delete(site, record)
    return noun.done(record, verb)


def formless(error: BaseException) -> Refusal:
    """The answer to a body whose insides are not of the form an operation needs."""
    what = f"the attribute {error} is missing" if isinstance(error, KeyError) else str(error)
    return Refusal(400, "INVALID_ARGUMENT", f"The body is not of the form expected: {what}.")


def acted_on(site: Site, noun: Noun, ext_id: str) -> Record:
    """The entity that a change or an action of a noun is about; raises Refusal (404)."""
    return site.store.require(noun.acts_on, ext_id) if noun.acts_on else noun.find(site, ext_id)


def etag_mismatch(noun: Noun, given: str) -> Refusal:
    """The answer to an If-Match that does not fit (any more)."""
    message = f"If-Match header value passed: {given} does not match the current ETag of the {noun.type_name}."
    if noun.namespace == "vmm":
        return Refusal(412, "VM_ETAG_MISMATCH", message, number=30303)
    return Refusal(412, "ETAG_MISMATCH", message, number=10005)


def _fresh(site: Site, operation: str, now: float) -> Json:
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
