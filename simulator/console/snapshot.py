"""All that an estate holds as bytes, for the console of another process to go on with."""

from __future__ import annotations

import pickle

from simulator.console.estate import Estate

_ATTRIBUTES = ("clock", "troubles", "api_key", "key_id", "organization_id", "cloud_account_id", "clusters", "tasks")


def dump(estate: Estate) -> bytes:
    """Clusters, tasks under way, troubles and faults on order, the clock and the key."""
    with estate.lock:
        held = {name: getattr(estate, name) for name in _ATTRIBUTES}
        return pickle.dumps((held, estate.faults.listed()))


def load(estate: Estate, snapshot: bytes) -> None:
    """Put what a snapshot holds in the place of what the estate has. A snapshot is code: it must be one's own."""
    held, faults = pickle.loads(snapshot)
    with estate.lock:
        for name, value in held.items():
            setattr(estate, name, value)
        estate.faults.take_up(faults)
