"""The Prism Central client of this process: made at the first request, from the environment, and kept."""

from __future__ import annotations

import threading

import pulumi

from prism import PrismCentral, Settings, Timeouts, read_environment

_CLIENTS: dict[tuple[Settings, Timeouts], PrismCentral] = {}
_LOCK = threading.Lock()

# A preview reports an unreachable Prism Central within seconds and goes on without details.
PREVIEW = Timeouts(connect=3.0, read=10.0, call=10.0)


def central(timeouts: Timeouts | None = None) -> PrismCentral:
    """The client for the present environment variables. Raises ConfigurationError if they cannot be used."""
    key = (read_environment(), timeouts or Timeouts())
    with _LOCK:
        if key not in _CLIENTS:
            _CLIENTS[key] = PrismCentral.from_settings(*key, tell=pulumi.log.info)
        return _CLIENTS[key]


def forget_clients() -> None:
    """Forgets every client, as a new process does. For a process that plays several, such as a test."""
    with _LOCK:
        _CLIENTS.clear()
