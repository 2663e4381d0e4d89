"""The NC2 console client of this process: made at the first request, from the environment, and kept."""

from __future__ import annotations

import threading

from nc2_console import Console, Settings, Timeouts, read_environment

_CONSOLES: dict[tuple[Settings, Timeouts], Console] = {}
_LOCK = threading.Lock()

# A preview reports an unreachable console within seconds and goes on without details.
PREVIEW = Timeouts(connect=3.0, read=10.0, call=10.0)


def console(timeouts: Timeouts | None = None) -> Console | None:
    """The client for the present environment variables. None without a key. Raises ConsoleConfigurationError."""
    settings = read_environment()
    if settings is None:
        return None
    key = (settings, timeouts or Timeouts())
    with _LOCK:
        if key not in _CONSOLES:
            _CONSOLES[key] = Console(*key)
        return _CONSOLES[key]
