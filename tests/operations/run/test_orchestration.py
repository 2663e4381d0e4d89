"""Which stack runs when, and what is left, whatever each run does."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from pulumi.automation import CommandError, EngineEvent
from pulumi.automation._cmd import CommandResult

from operations import OperationsError
from operations.run import Orchestration, Result, Stack
from operations.run.host import Host, Process
from operations.run.run_note import RunNote, RunNotes
from providers.base import LED_ELSEWHERE, SERVED_IN_PART

LOCKED = "error: the stack is currently locked by 1 lock(s).\n x: created by {who} (pid {pid}) at 2026-11-22T03:04:05Z"


def failing(text: str) -> CommandError:
    return CommandError(CommandResult(stdout="", stderr=text, code=255))


@dataclass
class Scripted:
    """A stack whose runs publish or raise what the test says, one after the other."""

    site: str
    runs: list[list[str] | Exception]
    log: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    published: list[str] = field(default_factory=list)

    previews: list[EngineEvent | Exception] = field(default_factory=list)
    there: bool = True

    def init(self) -> None: ...

    def exists(self) -> bool:
        return self.there

    def preview(self, on_event: Callable[[Any], None], seconds: float | None = None) -> Result:
        self.log.append(f"preview {self.site}")
        for one in self.previews:
            if isinstance(one, Exception):
                raise one
            on_event(one)
        return Result({"update": len(self.previews)}, 1.0, "")

    def up(self, on_event: Callable[[Any], None]) -> Result:
        self.log.append(self.site)
        run = self.runs.pop(0) if self.runs else []
        if isinstance(run, Exception):
            raise run
        self.published = run
        return Result({"update": 1}, 1.0, "")

    def outputs(self) -> dict[str, Any]:
        return {"pending": self.published}

    def cancel(self) -> None:
        self.log.append(f"cancel {self.site}")

    @property
    def notes(self) -> RunNotes:
        return RunNotes.of(self.environment, "nc2-dr", self.site)


def orchestrate(
    target: list[list[str] | Exception], other: list[list[str] | Exception] | None, silent: str = ""
) -> tuple[Orchestration, list[str], list[str]]:
    log: list[str] = []
    said: list[str] = []
    stacks = {
        "osaka": cast(Stack, Scripted("osaka", target, log)),
        "tokyo": None if other is None else cast(Stack, Scripted("tokyo", other, log)),
    }
    run = Orchestration("osaka", stacks, said.append, "python -m operations failover osaka", lambda _: silent)
    return run, log, said


IN_PART = f"error: {SERVED_IN_PART} (1). Everything else of this run is done.\n  floating IP 'web-1': no such address"


@pytest.mark.parametrize(
    ("target", "other", "order", "left"),
    [
        pytest.param([[]], [[]], ["osaka", "tokyo"], {}, id="each once, the target first"),
        pytest.param(
            [["the peering"], ["its acceptance"], []],
            [["routes"], []],
            ["osaka", "tokyo", "osaka", "tokyo", "osaka"],
            {},
            id="in turn from nothing",
        ),
        pytest.param([[]], None, ["osaka"], {"tokyo": "not known here"}, id="the other's environment unknown"),
        pytest.param(
            [[]],
            [failing("error: no answer from tokyo")],
            ["osaka", "tokyo"],
            {"tokyo": "no answer from tokyo"},
            id="the other fails",
        ),
        pytest.param(
            [failing(IN_PART)],
            [[]],
            ["osaka", "tokyo"],
            {"osaka": f"{SERVED_IN_PART} (1)"},
            id="one floating IP of the target fails",
        ),
        pytest.param(
            [failing(f"error: {LED_ELSEWHERE}.\n  In tgw-rtb-1, the static route\n\nerror: update failed")],
            [[]],
            ["osaka", "tokyo"],
            {"osaka": f"{LED_ELSEWHERE}.\n    In tgw-rtb-1, the static route"},
            id="a route of others takes the packets of the target",
        ),
        pytest.param(
            [[]],
            [failing(f"error: {LED_ELSEWHERE}.\n  In tgw-rtb-2, the static route\n\nerror: update failed")],
            ["osaka", "tokyo"],
            {"tokyo": f"its run failed: {LED_ELSEWHERE}.\n    In tgw-rtb-2, the static route"},
            id="a route of others takes packets at the site that is left",
        ),
    ],
)
def test_which_runs_when_and_what_is_left(
    target: list[list[str] | Exception],
    other: list[list[str] | Exception] | None,
    order: list[str],
    left: dict[str, str],
) -> None:
    run, log, _ = orchestrate(target, other)
    found = run.run()
    assert log == order
    assert found.keys() == left.keys()
    for site, why in left.items():
        assert why in found[site]
    assert ("python -m operations failover osaka" in run.summary()) is bool(left)
    assert run.failed == {site for site, why in left.items() if "not known here" not in why}


def test_a_site_that_gives_no_answer_is_left_and_named_with_the_command() -> None:
    run, log, _ = orchestrate([[]], [[]], silent="prism.tokyo: refused")
    assert run.run().keys() == {"tokyo"}
    assert log == ["osaka"]
    assert "stand down" in run.summary()


def test_the_target_s_failure_is_an_error_and_the_other_is_not_touched() -> None:
    run, log, _ = orchestrate([failing("error: no recovery point")], [[]])
    with pytest.raises(CommandError, match="no recovery point"):
        run.run()
    assert log == ["osaka"]


def foreseen(site: str, name: str) -> EngineEvent:
    """An update that a preview of the site's stack shows."""
    urn = f"urn:pulumi:{site}::nc2-dr::pulumi-python:dynamic/prism:Failover::{name}"
    metadata = {"op": "update", "urn": urn, "type": "pulumi-python:dynamic/prism:Failover", "provider": ""}
    return EngineEvent.from_json({"sequence": 1, "timestamp": 1, "resourcePreEvent": {"metadata": metadata}})


def previewed(other: list[EngineEvent | Exception] | None, silent: str = "") -> list[str]:
    """What a preview says, line by line."""
    run, log, said = orchestrate([], None if other is None else [], silent)
    for site, shown in (("osaka", [foreseen("osaka", "failover")]), ("tokyo", other)):
        stack = cast(Scripted | None, run.stacks[site])
        if stack is not None:
            stack.previews = list(shown or [])
    run.preview()
    assert not [one for one in log if not one.startswith("preview")], "nothing but previews"
    return said


def test_a_preview_tells_of_both_stacks_what_will_be_done() -> None:
    assert previewed([foreseen("tokyo", "failover")]) == [
        "Preview of osaka",
        "  osaka: Failover failover will be updated",
        "osaka will change: 1 update in 1.0 s",
        "Preview of tokyo, which follows osaka",
        "  tokyo: Failover failover will be updated",
        "tokyo will change: 1 update in 1.0 s",
        f"{'-' * 60}\nNothing has been changed yet.",
    ]


@pytest.mark.parametrize(
    ("other", "silent", "told"),
    [
        pytest.param(None, "", "tokyo will be left for later: its environment is not known here.", id="unknown"),
        pytest.param([], "refused", "tokyo will be left for later: gives no answer (refused).", id="silent"),
        pytest.param([failing("error: AWS does not answer")], "", "AWS does not answer", id="fails"),
        pytest.param([OperationsError("There was no end within 120 s.")], "", "no end within 120 s", id="hangs"),
    ],
)
def test_the_other_stack_s_preview_stops_nothing(
    other: list[EngineEvent | Exception] | None, silent: str, told: str
) -> None:
    said = previewed(other, silent)
    assert any(told in line for line in said)
    assert said[-1].endswith("Nothing has been changed yet.")


def test_a_target_whose_stack_is_not_in_the_state_backend_is_refused() -> None:
    run, log, _ = orchestrate([], [])
    cast(Scripted, run.stacks["osaka"]).there = False
    with pytest.raises(OperationsError, match=r"no stack osaka.*PULUMI_BACKEND_URL"):
        run.expect_ready()
    assert log == []


HOST = Host("ana", "console-1", "boot", "pid:[1]")
ENGINE = Process(77, "long ago", 70)


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> RunNotes:
    """Those of osaka, where ana is at console-1."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(Host, "here", lambda: HOST)
    return RunNotes.of({}, "nc2-dr", "osaka")


def noted(notes: RunNotes) -> None:
    """A run of ours has left a note and its lock, and nothing else."""
    at = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC).timestamp()
    note = RunNote("n1", HOST, Process(70, "long ago"), (ENGINE,), began=at - 3, seen=at + 3, beat=0.0)
    notes.directory.mkdir(parents=True, exist_ok=True)
    (notes.directory / "n1.json").write_text(note.dump())


def test_a_lock_of_a_dead_run_of_ours_is_taken_away(notes: RunNotes) -> None:
    noted(notes)
    run, log, said = orchestrate([failing(LOCKED.format(who="ana@console-1", pid=77)), []], [[]])
    assert run.run() == {}
    assert log == ["osaka", "cancel osaka", "osaka", "tokyo"]
    assert any("removing the lock of a run that was killed here" in line for line in said)
    assert notes.all() == [], "the next lock of this number is another run's"


def test_a_lock_that_another_command_has_taken_meanwhile_is_not_taken_twice(
    notes: RunNotes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`pulumi cancel` removes every lock, and the second one would remove that of the other command's new run."""
    noted(notes)
    run, log, _ = orchestrate([failing(LOCKED.format(who="ana@console-1", pid=77)), []], [[]])
    alone = RunNotes.alone

    def after_the_other(self: RunNotes) -> AbstractContextManager[None]:
        (notes.directory / "n1.json").unlink()
        return alone(self)

    monkeypatch.setattr(RunNotes, "alone", after_the_other)
    assert run.run() == {}
    assert log == ["osaka", "osaka", "tokyo"]


def test_a_lock_of_plain_pulumi_is_asked_about(notes: RunNotes) -> None:
    run, log, _ = orchestrate([failing(LOCKED.format(who="ana@console-1", pid=77))], [[]])
    with pytest.raises(OperationsError, match=r"may be of `pulumi` itself.*pulumi cancel --stack osaka"):
        run.run()
    assert log == ["osaka"]


def test_a_lock_of_somebody_else_stays_and_is_told() -> None:
    run, log, _ = orchestrate([failing(LOCKED.format(who="ben@laptop", pid=78))], [[]])
    with pytest.raises(OperationsError, match=r"locked by ben@laptop, process 78.*pulumi cancel --stack osaka"):
        run.run()
    assert log == ["osaka"]
