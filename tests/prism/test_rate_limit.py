"""The rate limit, on a clock of its own."""

from __future__ import annotations

import threading
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prism.http.rate_limit import RateLimit


class FakeTime:
    """A clock that stands still but for those who sleep; notes when each turn comes."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []
        self._lock = threading.Lock()

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.pauses.append(seconds)


def most_in_a_second(turns: list[float]) -> int:
    """The fullest second that begins with a turn; what is one second apart is not in the same."""
    return max(sum(1 for other in turns if turn <= other < turn + 1 - 1e-9) for turn in turns)


def test_a_burst_of_one_second_passes_and_then_the_next_second_is_waited_for() -> None:
    time = FakeTime()
    limit = RateLimit(10, clock=time.clock, sleep=time.sleep)
    for _ in range(10):
        limit.acquire()
    assert time.pauses == []
    for _ in range(3):
        limit.acquire()
    assert time.pauses == [1.0, 1.0, 1.0]


@pytest.mark.parametrize(("rate", "turns"), [(0.5, [0, 2, 4]), (1, [0, 1, 2]), (2.5, [0, 0, 0.8])])
def test_odd_rates_are_kept_too(rate: float, turns: list[float]) -> None:
    time = FakeTime()
    limit = RateLimit(rate, clock=time.clock, sleep=time.sleep)
    for _ in turns:
        limit.acquire()
    assert time.pauses == [turn for turn in turns if turn]


def test_threads_share_one_limit_and_keep_it() -> None:
    time = FakeTime()
    limit = RateLimit(30, clock=time.clock, sleep=time.sleep)

    def work() -> None:
        for _ in range(60):
            limit.acquire()

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    turns = sorted([0.0] * (300 - len(time.pauses)) + time.pauses)
    assert most_in_a_second(turns) == 30
    # Ten seconds' worth: nothing of what the limit allows is wasted.
    assert turns[-1] == pytest.approx(9.0)


@given(st.integers(1, 50), st.lists(st.floats(0, 3), min_size=1, max_size=80))
def test_however_requests_come_no_second_holds_more_and_nobody_overtakes(rate: int, gaps: list[float]) -> None:
    time = FakeTime()
    limit = RateLimit(rate, clock=time.clock, sleep=time.sleep)
    turns: list[float] = []
    for gap in gaps:
        time.now += gap
        time.pauses.clear()
        limit.acquire()
        turns.append(time.now + sum(time.pauses))
    assert most_in_a_second(turns) <= rate
    assert all(one <= other for one, other in pairwise(turns))
