"""The token bucket, on a clock of its own."""

from __future__ import annotations

from prism._rate_limit import RateLimit


def test_a_burst_of_one_second_passes_then_requests_are_spread() -> None:
    now = 0.0
    pauses: list[float] = []
    bucket = RateLimit(10, clock=lambda: now, sleep=pauses.append)
    for _ in range(10):
        bucket.acquire()
    assert pauses == []
    for _ in range(3):
        bucket.acquire()
    assert [round(pause, 3) for pause in pauses] == [0.1, 0.2, 0.3]


def test_time_fills_it_up_again_but_never_beyond_one_second() -> None:
    now = 0.0
    pauses: list[float] = []
    bucket = RateLimit(10, clock=lambda: now, sleep=pauses.append)
    now = 3600.0
    for _ in range(11):
        bucket.acquire()
    assert len(pauses) == 1
