"""A lock is taken away only where it is certain that a dead run of ours has left it."""

from dataclasses import replace

import pytest

from operations.run.host import Host, Process
from operations.run.run_note import RunNote
from operations.run.stack_lock import LEASE_SECONDS, Lock, Onlooker, Verdict, is_lock, judge, locks, sentence

_FILE = "file:///state/.pulumi/locks/organization/nc2-dr/osaka"
REFUSAL = f"""
error: the stack is currently locked by 2 lock(s). Either wait for the other process(es) to end or delete the lock \
file with `pulumi cancel`.
  {_FILE}/1b.json: created by ana@console-1 (pid 77) at 2026-11-22T03:04:05Z
  {_FILE}/2c.json: created by ben@laptop (pid 78) at 2026-11-22T03:05:05Z
"""
HOST = Host("ana", "console-1", "boot-1", "pid:[1]")
AT = 1795316645.0
"""2026-11-22T03:04:05Z"""
ENGINE, PROVIDER, COMMAND = Process(77, "700", 70), Process(81, "720", 77), Process(70, "650")
ELSEWHERE = Process(90, "710", 70)
"""The engine of another stack, which the same command drives."""
NOTE = RunNote("n1", HOST, COMMAND, (ENGINE, PROVIDER, ELSEWHERE), began=AT - 3, seen=AT + 600, beat=1000.0)


def lock(user: str = "ana", host: str = "console-1", pid: int = 77, time: str = "2026-11-22T03:04:05Z") -> Lock:
    return Lock(user, host, pid, time)


def onlooker(*alive: Process, host: Host = HOST, now: float = 1000.0 + 10 * LEASE_SECONDS) -> Onlooker:
    return Onlooker(host, now, alive.__contains__, is_engine=lambda pid: False)


def test_the_engine_s_words_name_every_lock() -> None:
    assert is_lock(REFUSAL)
    assert locks(REFUSAL) == [lock(), Lock("ben", "laptop", 78, "2026-11-22T03:05:05Z")]
    assert not is_lock("error: the stack is not there")


@pytest.mark.parametrize(
    ("held", "me", "expected"),
    [
        pytest.param([lock()], onlooker(), Verdict.FREE, id="our run, all of it gone"),
        pytest.param([lock(), lock(pid=90)], onlooker(), Verdict.FREE, id="two of ours, both gone"),
        pytest.param([lock()], onlooker(PROVIDER), Verdict.FREE, id="only what the engine had started is left"),
        pytest.param([lock()], onlooker(ENGINE), Verdict.BUSY, id="the engine is at work"),
        pytest.param([lock()], onlooker(COMMAND), Verdict.BUSY, id="the command is at work"),
        pytest.param([lock(), lock(pid=90)], onlooker(ELSEWHERE), Verdict.BUSY, id="one of two is at work"),
        pytest.param([lock(host="laptop")], onlooker(), Verdict.ASK, id="another host's"),
        pytest.param([lock(user="ben")], onlooker(), Verdict.ASK, id="another user's"),
        pytest.param([lock(), lock(user="ben")], onlooker(), Verdict.ASK, id="ours and another user's"),
        pytest.param([lock(pid=78)], onlooker(), Verdict.ASK, id="a run of plain pulumi, which nobody has noted"),
        pytest.param([lock(time="2026-11-22T09:00:00Z")], onlooker(), Verdict.ASK, id="a later process of this id"),
        pytest.param([lock(time="2026-11-22T02:00:00Z")], onlooker(), Verdict.ASK, id="an earlier process of this id"),
        pytest.param([lock(time="soon")], onlooker(), Verdict.ASK, id="a time that cannot be read"),
        pytest.param([lock()], onlooker(host=replace(HOST, boot="boot-2")), Verdict.ASK, id="another boot or host"),
        pytest.param([lock()], onlooker(host=replace(HOST, namespace="pid:[2]")), Verdict.ASK, id="another container"),
        pytest.param(
            [lock()],
            onlooker(host=replace(HOST, namespace="pid:[2]"), now=1000.0 + LEASE_SECONDS / 2),
            Verdict.BUSY,
            id="another container whose heartbeat is young",
        ),
        pytest.param([lock()], onlooker(host=replace(HOST, boot="", namespace="")), Verdict.ASK, id="no Linux"),
        pytest.param([], onlooker(), Verdict.ASK, id="words that name nobody"),
    ],
)
def test_whose_lock_it_is(held: list[Lock], me: Onlooker, expected: Verdict) -> None:
    assert judge(held, [NOTE], me).verdict is expected


def test_a_living_pulumi_of_the_lock_s_number_is_never_taken_for_a_dead_one() -> None:
    me = Onlooker(HOST, 5000.0, lives=lambda process: False, is_engine=lambda pid: pid == 77)
    assert judge([lock()], [NOTE], me).verdict is Verdict.BUSY


def test_a_command_that_has_seen_its_engine_die_does_not_hold_the_lock() -> None:
    assert judge([lock()], [replace(NOTE, ended=True)], onlooker(COMMAND)).verdict is Verdict.FREE


def test_what_the_dead_engine_had_started_is_known_and_another_stack_s_is_not_among_it() -> None:
    found = judge([lock()], [NOTE], onlooker(PROVIDER, ELSEWHERE))
    assert found.verdict is Verdict.FREE
    assert found.left == (PROVIDER,)
    assert found.notes == (NOTE,)


def test_without_a_note_every_lock_is_asked_about() -> None:
    found = judge([lock()], [], onlooker())
    assert found.verdict is Verdict.ASK
    assert "it may be of `pulumi` itself" in found.why


def test_a_lock_that_is_asked_about_is_told_with_its_owner_the_reason_and_what_to_do() -> None:
    told = sentence("osaka", [lock()], judge([lock()], [], onlooker()).why)
    assert "ana@console-1, process 77" in told
    assert "no command of this project has noted that run here" in told
    assert "pulumi cancel --stack osaka" in told
