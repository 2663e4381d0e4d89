"""The Prism Central client of this process: made at the first request, from the environment, and kept."""

from __future__ import annotations

import os
import threading
import time

import pulumi

from prism import PrismCentral, Settings, Timeouts, UnreachableError, read_environment

_CLIENTS: dict[tuple[Settings, Timeouts], PrismCentral] = {}
_LOCK = threading.Lock()

# A preview reports an unreachable Prism Central within seconds and goes on without details. One look finds out, and the
# others of the run do not wait for it again.
PREVIEW = Timeouts(connect=3.0, read=10.0, call=10.0, silence=60.0)
_TOLD: dict[str, float] = {}
"""By what was told of it, when a Prism Central was said to be silent."""


def central(timeouts: Timeouts | None = None) -> PrismCentral:
    """The client for the present environment variables. Raises ConfigurationError if they cannot be used."""
    key = (read_environment(), timeouts or Timeouts())
    with _LOCK:
        if key not in _CLIENTS:
            _CLIENTS[key] = PrismCentral.from_settings(*key, tell=pulumi.log.info)
        return _CLIENTS[key]


def tell_silence(error: Exception) -> None:
    """Warns once that Prism Central did not say what a look was for. The run goes on, and the other looks say nothing.

    One line for the run, not one per resource: all of them miss the same answer.
    """
    if not isinstance(error, UnreachableError):
        pulumi.log.warn(str(error))
        return
    endpoint, now = os.environ.get("PRISM_ENDPOINT", ""), time.monotonic()
    with _LOCK:
        told, _TOLD[endpoint] = _TOLD.get(endpoint, float("-inf")) + PREVIEW.silence > now, now
    if told:
        pulumi.log.debug(str(error))
        return
    pulumi.log.warn(
        f"{error} What this run would only have looked at there is not told: objects that differ, VMs, and stale "
        "copies that run."
    )


def forget_clients() -> None:
    """Forgets every client, as a new process does. For a process that plays several, such as a test."""
    with _LOCK:
        _CLIENTS.clear()
        _TOLD.clear()
