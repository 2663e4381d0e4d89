"""Everything that an estate holds, as bytes, for the console of another process."""

from __future__ import annotations

import pickle

from simulator.console.estate import Estate

_ATTRIBUTES = (
    "clock",
    "troubles",
    "matrix",
    "api_key",
    "key_id",
    "organization_id",
    "cloud_account_id",
    "error_form",
    "prism_central_form",
    "clusters",
    "tasks",
)


def dump(estate: Estate) -> bytes:
    """The clusters, tasks under way, troubles and faults on order, the clock and the key of an estate."""
    with estate.lock:
        held = {name: getattr(estate, name) for name in _ATTRIBUTES}
        return pickle.dumps((held, estate.faults.listed()))


def load(estate: Estate, snapshot: bytes) -> None:
    """Replace what an estate holds with a snapshot. A snapshot is code: load only your own."""
    held, faults = pickle.loads(snapshot)
    with estate.lock:
        for name, value in held.items():
            setattr(estate, name, value)
        estate.faults.take_up(faults)
