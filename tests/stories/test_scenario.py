"""A story notes whatever is not as claimed, and only that."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from pulumi.automation import CommandError
from pulumi.automation._cmd import CommandResult

from local_cloud import LocalProject
from operations.run import Project, Result, Stack
from stories import Scenario
from stories.__main__ import main


def failing(text: str) -> CommandError:
    return CommandError(CommandResult(stdout="", stderr=text, code=255))


@dataclass
class Engine:
    """A stack whose runs end as the test says, one after the other."""

    site: str = "osaka"
    ends: list[Result | CommandError] = field(default_factory=list)

    def up(self) -> Result:
        end = self.ends.pop(0)
        if isinstance(end, CommandError):
            raise end
        return end

    preview = up


class Story(Scenario):
    claim = "All is well."
    shown = ("stands down", "Add ")
    engine: Engine

    @classmethod
    def configure(cls, project: Project) -> None:
        project.set("failoverMode", "unplanned")

    def play(self) -> None:
        self.phase("a phase", lambda: None)
        self.expect("the mode", self.local.project.configuration()["failoverMode"], "unplanned")

    def stack(self, site: str) -> Stack:
        return cast(Stack, self.engine)


@pytest.fixture
def story() -> Story:
    said: list[str] = []
    made = Story(cast(LocalProject, SimpleNamespace()), said.append)
    made.engine = Engine()
    return made


def said(story: Story) -> list[str]:
    return cast("list[str]", story.say.__self__)  # type: ignore[attr-defined]


def test_what_is_as_claimed_is_no_problem_and_what_is_not_is_one(story: Story) -> None:
    story.expect("nodes", 3, 3)
    assert story.problems == []
    story.expect("nodes", 3, 4)
    assert story.problems == ["nodes: expected 4, found 3."]


def test_an_up_shows_the_messages_that_a_reader_wants_each_once(story: Story) -> None:
    text = "  info: tokyo   stands down\n  info: noise\n info: tokyo stands down\n  warning: Add 2 nodes\nstands down\n"
    story.engine.ends = [Result({"update": 1}, 2.0, text)]
    story.up("osaka", "VMs")
    assert said(story) == [
        "  pulumi up --stack osaka: 1 update in 2.0 s",
        "  | info: tokyo stands down\n  | warning: Add 2 nodes",
    ]
    assert [name for name, _ in story.phases] == ["up osaka: VMs"]


@pytest.mark.parametrize(
    ("end", "problems"),
    [
        (failing("error: Add 2 nodes of type i4i.metal"), 0),
        (failing("error: no answer"), 1),
        (Result({"update": 1}, 1.0, ""), 1),
    ],
    ids=["stops as claimed", "stops for another reason", "ends well"],
)
def test_an_up_that_has_to_stop(story: Story, end: Result | CommandError, problems: int) -> None:
    story.engine.ends = [end]
    story.up_stops("osaka", "the short tier", r"Add (\d+) nodes")
    assert len(story.problems) == problems
    assert [name for name, _ in story.phases] == ["up osaka: the short tier"], "also the phase of a run that fails"


@pytest.mark.parametrize(
    ("end", "problems"),
    [(failing("error: x is running on EC2"), 0), (failing("error: y"), 1), (Result({}, 1.0, ""), 1)],
    ids=["refused as claimed", "refused for another reason", "not refused"],
)
def test_a_preview_that_has_to_be_refused(story: Story, end: Result | CommandError, problems: int) -> None:
    story.engine.ends = [end]
    story.preview_refused("osaka", "is running on EC2")
    assert len(story.problems) == problems


@pytest.mark.parametrize(("changes", "problems"), [({"same": 40}, 0), ({"same": 39, "update": 1}, 1)])
def test_a_further_up_that_must_change_nothing(story: Story, changes: dict[str, int], problems: int) -> None:
    story.engine.ends = [Result(changes, 1.0, "")]
    story.expect_no_change("osaka")
    assert len(story.problems) == problems


def test_it_is_told_on_a_copy_and_the_project_s_own_settings_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LocalProject, "start", lambda self, say: say("started"))
    before, lines = Project.here().settings(), list[str]()
    assert Story.tell(tmp_path, lines.append) == []
    assert Project.here().settings() == before
    assert lines[0] == "started"
    assert "a phase" in lines[-1]
    assert (tmp_path / "project" / "Pulumi.yaml").exists()


@pytest.mark.parametrize("problems", [[], ["web-1 runs twice."], ["a.", "b."]])
def test_the_command_prints_the_claim_or_the_problems_and_counts_them(
    problems: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("stories.demo.Demo.tell", lambda *_, **__: problems)
    monkeypatch.setattr("sys.argv", ["stories", "demo", "--directory", str(tmp_path)])
    assert main() == len(problems)
    printed = capsys.readouterr()
    assert printed.err == "".join(f"NOT AS CLAIMED: {problem}\n" for problem in problems)
    assert ("Every VM ran once" in printed.out) is not bool(problems)
