"""Writes that meet another writer: a newer version (412), a lock (423), or an operation under way (409).

No public text of Nutanix lists what v4 answers with 409 and 423. Its own Terraform provider tries a refused power
action five times, 2.5 s apart, reading the VM anew (pull request 1088). assumed: such a refusal has done nothing, and
may pass within seconds. What does not pass, such as an object in use, is told a few seconds later.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from prism.errors import PreconditionError, PrismError
from rest import jitter

R = TypeVar("R")

WRITES = 8
LOST_RACE, LONGEST_WAIT = 0.05, 2.0
_PASSING = (409, 423)


def is_contended(error: PrismError) -> bool:
    """Whether the write met another writer: by its HTTP status, or by a task of vmm that noticed it later."""
    stale_task = error.code == "VMM-30303" or "If-Match header value passed" in str(error)
    return isinstance(error, PreconditionError) or stale_task or error.status in _PASSING


def pause(left: int) -> None:
    """Waits before the next of ``left`` tries. At random, so that several writers do not collide again and again."""
    time.sleep(jitter(0, min(LONGEST_WAIT, LOST_RACE * 2 ** (WRITES - left))))


def patiently(write: Callable[[], R]) -> R:
    """A write that depends on no version, tried again while another operation is in its way."""
    for left in reversed(range(WRITES)):
        try:
            return write()
        except PrismError as error:
            if error.status not in _PASSING or left == 0:
                raise
        pause(left)
    raise AssertionError("the last write either returns or raises")
