"""A lock is taken away only where it is certain that a dead process of ours has left it."""

import subprocess
import sys

import pytest

from operations.run.stack_lock import Lock, Verdict, is_lock, judge, lives, locks, sentence

_FILE = "file:///state/.pulumi/locks/organization/nc2-dr/osaka"
REFUSAL = f"""
error: the stack is currently locked by 2 lock(s). Either wait for the other process(es) to end or delete the lock \
file with `pulumi cancel`.
  {_FILE}/1b.json: created by ana@console-1 (pid 77) at 2026-11-22T03:04:05Z
  {_FILE}/2c.json: created by ben@laptop (pid 78) at 2026-11-22T03:05:05Z
"""


def lock(user: str = "ana", host: str = "console-1", pid: int = 77) -> Lock:
    return Lock(user, host, pid, "2026-11-22T03:04:05Z")


def test_the_engine_s_words_name_every_lock() -> None:
    assert is_lock(REFUSAL)
    assert locks(REFUSAL) == [lock(), Lock("ben", "laptop", 78, "2026-11-22T03:05:05Z")]
    assert not is_lock("error: the stack is not there")


@pytest.mark.parametrize(
    ("held", "alive", "expected"),
    [
        pytest.param([lock()], set(), Verdict.FREE, id="ours, its process gone"),
        pytest.param([lock(), lock(pid=78)], set(), Verdict.FREE, id="two of ours, both gone"),
        pytest.param([lock()], {77}, Verdict.BUSY, id="ours, still at work"),
        pytest.param([lock(), lock(pid=78)], {78}, Verdict.BUSY, id="two of ours, one at work"),
        pytest.param([lock(host="laptop")], set(), Verdict.STRANGER, id="another host's"),
        pytest.param([lock(user="ben")], set(), Verdict.STRANGER, id="another user's"),
        pytest.param([lock(), lock(user="ben")], set(), Verdict.STRANGER, id="ours and another user's"),
        pytest.param([], set(), Verdict.STRANGER, id="words that name nobody"),
    ],
)
def test_whose_lock_it_is(held: list[Lock], alive: set[int], expected: Verdict) -> None:
    assert judge(held, "ana", "console-1", alive.__contains__) is expected


def test_a_number_that_another_program_has_by_now_is_no_run_of_ours() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        assert not lives(other.pid)
        other.communicate(b"\n")


def test_a_stranger_s_lock_is_told_with_its_owner_and_what_to_do() -> None:
    told = sentence("osaka", [lock()])
    assert "ana@console-1, process 77" in told
    assert "pulumi cancel --stack osaka" in told
