"""The capacity of a cluster: how many hosts of which type, and what the console keeps with each type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from simulator.console.refusal import Refusal
from simulator.prism.model import Json

_LEGACY = frozenset({"i3.metal"})
"""The types that no new host can have, since September 2026; hosts that run stay."""
_MIXED = (frozenset({"i3.metal", "i3en.metal", "i4i.metal"}), frozenset({"z1d.metal", "m5d.metal", "m6id.metal"}))
_MOST_TYPES = 3
_FIELDS = frozenset({"host_type", "number_of_hosts", "node_type", "remote_storage", "advanced_settings", "tenancy"})


def checked(asked: Sequence[Json], running: Mapping[str, int]) -> list[Json]:
    """The capacity that a request asks for, each type once; raises Refusal. `running`: hosts by type."""
    if not isinstance(asked, list) or not asked:
        raise Refusal(422, "capacity is missing")
    for part in asked:
        _check_part(part, running)
    kinds = {str(part["host_type"]) for part in asked}
    if len(kinds) != len(asked):
        raise Refusal(422, "capacity names a host_type twice")
    if len(kinds) > 1 and not (len(kinds) <= _MOST_TYPES and any(kinds <= group for group in _MIXED)):
        raise Refusal(422, f"host types {', '.join(sorted(kinds))} cannot be in one cluster")
    if total(asked) > 28:
        raise Refusal(422, f"number_of_hosts {total(asked)} must be from 3 to 28")
    return [{"node_type": "hci", **part} for part in asked]


def total(capacity: Iterable[Json]) -> int:
    """The number of hosts of all types."""
    return sum(int(part["number_of_hosts"]) for part in capacity)


def _check_part(part: Json, running: Mapping[str, int]) -> None:
    unknown = sorted(set(part) - _FIELDS)
    if unknown:
        raise Refusal(422, f"capacity: unexpected field {unknown[0]}")
    kind, nodes = str(part["host_type"]), int(part["number_of_hosts"])
    if not 3 <= nodes <= 28:
        raise Refusal(422, f"number_of_hosts {nodes} must be from 3 to 28")
    if kind in _LEGACY and nodes > running.get(kind, 0):
        raise Refusal(422, f"host_type {kind} is not supported for new hosts")
