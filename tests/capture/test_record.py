"""Two snapshots of one instance in one record, and what the record says of their differences."""

from __future__ import annotations

from typing import Any

import pytest

from capture.record import Snapshot, merged, snapshot_of

PLAIN = {
    "way": "ssm",
    "instance_id": "i-1",
    "name": "web-1",
    "state": "running",
    "captured_at": "2026-01-01T00:00:00Z",
    "nics": [{"device_index": 0, "address": "172.30.1.34", "mac": "02:00:00:00:00:01"}],
}


def changed(**changes: Any) -> Snapshot:
    return snapshot_of({**PLAIN, **changes})


NIC: dict[str, Any] = PLAIN["nics"][0]  # type: ignore[assignment]
DRIFT: dict[str, tuple[Snapshot, str]] = {
    "another name": (changed(name="web"), "the name is 'web-1' by the API and 'web' by the guest's metadata"),
    "another address": (
        changed(nics=[{**NIC, "address": "172.30.1.9"}]),
        "172.30.1.34 by the API and 172.30.1.9 by the",
    ),
    "an interface that is not there": (changed(nics=[]), "the guest does not see the interface 02:00:00:00:00:01"),
    "one that is there": (
        changed(nics=[NIC, {**NIC, "device_index": 1, "mac": "02:00:00:00:00:09"}]),
        "the API does not know the interface 02:00:00:00:00:09",
    ),
    "other secondary addresses": (
        changed(nics=[{**NIC, "secondary": ["172.30.1.8"]}]),
        "none by the API and 172.30.1.8",
    ),
}


@pytest.mark.parametrize(("guest", "says"), DRIFT.values(), ids=DRIFT.keys())
def test_where_the_two_ways_disagree_the_record_says_so(guest: Snapshot, says: str) -> None:
    record = merged({"api": changed(way="api"), "ssm": guest})
    assert any(says in sentence for sentence in record.drift)
    assert record.addresses == ("172.30.1.34",), "EC2's API counts"
