"""When a task is looked at: decided from how long such tasks lasted."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prism import Subject, TaskFailedError
from prism.durations import Durations
from prism.prism import Task
from prism.waiting import until_first_look, until_next_look, wait

SUBJECT = Subject("create", "floating IP", "web")
KIND = "create floating IP"
_BEGAN = "2026-01-01T00:00:00Z"


def ended(seconds: float | None, status: str = "SUCCEEDED") -> Task:
    """A task that has ended after so many seconds, by Prism's clock."""
    times = {} if seconds is None else {"createdTime": _BEGAN, "completedTime": f"2026-01-01T00:00:{seconds:09.6f}Z"}
    return Task.model_validate({"extId": "t", "status": status, **times})


@pytest.mark.parametrize(
    ("age", "expected", "pause"),
    [(0, None, 0), (0, 0, 0), (0, 3.0, 3.0), (1.0, 3.0, 2.0), (4.0, 3.0, 0), (0, 300.0, 10.0), (295.0, 300.0, 5.0)],
)
def test_the_first_look_is_at_the_expected_end_and_at_once_where_nothing_is_known(
    age: float, expected: float | None, pause: float
) -> None:
    assert until_first_look(age, expected) == pause


@pytest.mark.parametrize(
    ("age", "expected", "pause"),
    [
        (0, None, 0.1),
        (1.0, None, 0.5),
        (60.0, None, 2.0),
        (1.0, 3.0, 2.0),
        (2.99, 3.0, 0.1),
        (3.0, 3.0, 0.375),
        (4.0, 3.0, 0.875),
        (60.0, 3.0, 2.0),
        (0.2, 0.0, 0.1),
        (10.0, 300.0, 10.0),
    ],
)
def test_later_looks_wait_for_the_expected_end_and_come_ever_less_often_after_it(
    age: float, expected: float | None, pause: float
) -> None:
    assert until_next_look(age, expected) == pytest.approx(pause)


@given(st.floats(0, 1e4), st.none() | st.floats(0, 1e4))
def test_no_pause_is_so_short_that_it_burdens_nor_so_long_that_nobody_hears_of_the_task(
    age: float, expected: float | None
) -> None:
    assert 0 <= until_first_look(age, expected) <= 10
    assert 0.1 <= until_next_look(age, expected) <= 10


def test_one_in_four_of_the_last_eight_has_ended_at_the_expected_end() -> None:
    durations = Durations()
    assert durations.expected(KIND) is None
    for seconds in (9.0, 9.0, 3.0, 500.0, 4.0, 5.0, 6.0, 7.0, 8.0, 0.0):
        durations.learn(KIND, seconds)
    assert durations.expected(KIND) == 4.0
    assert durations.expected("delete floating IP") is None


@pytest.mark.parametrize(
    ("task", "learned"),
    [(ended(0), 0.0), (ended(None), 0.0)],
    ids=["as Prism tells", "at once, where Prism does not tell"],
)
def test_a_success_teaches_how_long_it_lasted(task: Task, learned: float) -> None:
    durations = Durations()
    wait(lambda _: task, SUBJECT, "t", timeout=1, durations=durations)
    assert durations.expected(KIND) == learned


def test_a_clock_that_was_set_meanwhile_teaches_no_more_than_we_have_waited() -> None:
    durations = Durations()
    wait(lambda _: ended(30), SUBJECT, "t", timeout=1, durations=durations)
    assert (durations.expected(KIND) or 0) < 30


def test_a_failure_teaches_nothing() -> None:
    durations = Durations()
    with pytest.raises(TaskFailedError):
        wait(lambda _: ended(0, "FAILED"), SUBJECT, "t", timeout=1, durations=durations)
    assert durations.expected(KIND) is None


@pytest.mark.parametrize("times", [{}, {"createdTime": "soon", "completedTime": _BEGAN}, {"createdTime": _BEGAN}])
def test_times_that_cannot_be_read_are_no_error(times: dict[str, Any]) -> None:
    assert Task.model_validate({"status": "SUCCEEDED", **times}).lasted is None


@pytest.mark.parametrize("ends", ["SUCCEEDED", "FAILED"])
def test_while_nothing_is_known_one_task_is_looked_at_and_the_others_follow_its_end(ends: str) -> None:
    durations, looking, over = Durations(), threading.Event(), threading.Event()
    looks: list[str] = []

    def look(task_id: str) -> Task:
        looks.append(task_id)
        if task_id == "scout":
            looking.set()
            assert over.wait(10)
            return ended(0, ends)
        return ended(0)

    def follow(task_id: str) -> None:
        try:
            wait(look, SUBJECT, task_id, timeout=10, durations=durations)
        except TaskFailedError:
            assert task_id == "scout"

    threads = [threading.Thread(target=follow, args=(name,)) for name in ("scout", "second", "third")]
    threads[0].start()
    assert looking.wait(10)
    for thread in threads[1:]:
        thread.start()
    assert looks == ["scout"]
    over.set()
    for thread in threads:
        thread.join()
    assert sorted(looks) == ["scout", "second", "third"]
