"""A document that was created just now: it is not there at first, and then goes through its states."""

from __future__ import annotations

from prism.errors import NotFoundError, Subject, TaskFailedError, TaskTimeoutError
from prism.v3.documents import Documents, Json
from prism.waiting import Pauses

UNSEEN = 30.0
"""So many seconds a new document may answer 404. A longer 404 means that Prism Central has rejected its body."""
_STATES_ON_THE_WAY = frozenset({"PENDING", "RUNNING"})


def await_complete(documents: Documents, uuid: str, name: str) -> None:
    """Waits until the new document is COMPLETE.

    Raises TaskFailedError with Prism's words where it becomes anything else, TaskTimeoutError at the deadline.
    """
    subject = Subject("create", documents.kind.replace("_", " "), name, uuid)
    _await_seen(documents, subject, uuid)
    pauses = Pauses(documents.central.timeouts.task)
    while (state := _state(document := documents.get(uuid))) in _STATES_ON_THE_WAY:
        if not pauses.wait():
            raise TaskTimeoutError(
                f"Could not {subject}: it is still {state}. It continues in Prism Central. Check it, then run again."
            )
    if state != "COMPLETE":
        raise TaskFailedError(
            f"Could not {subject}: it is {state}: {_words(document)} Correct the cause, then run again."
        )


def _await_seen(documents: Documents, subject: Subject, uuid: str) -> None:
    pauses = Pauses(UNSEEN)
    while True:
        try:
            documents.get(uuid)
            return
        except NotFoundError as error:
            if not pauses.wait():
                raise TaskFailedError(
                    f"Could not {subject}: it has not appeared within {UNSEEN:g} s, so Prism Central has rejected it. "
                    "See its tasks in Prism Central, correct the cause, then run again.",
                    status=error.status,
                ) from None


def _state(document: Json) -> str:
    """A document without a state is complete."""
    return str((document.get("status") or {}).get("state") or "COMPLETE")


def _words(document: Json) -> str:
    found = (document.get("status") or {}).get("message_list") or []
    told = [str(one.get("message", "")).rstrip(".") for one in found if isinstance(one, dict)]
    return f"{'. '.join(filter(None, told)) or 'Prism Central gives no reason'}."
