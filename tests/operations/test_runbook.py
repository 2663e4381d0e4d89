"""What the pages tell an operator to type is there to be typed."""

import re
import shlex

import pytest

from local_cloud import commands as local_cloud
from operations import cli as operations
from operations.run import ROOT

PAGES = ("runbook.md", "drills.md", "readiness.md")
_BLOCK = re.compile(r"^```\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`((?:python -m (?:operations|local_cloud)|make|pulumi) [^`]+)`")
_VERBS = {"up", "preview", "refresh", "cancel", "destroy", "import", "stack", "state"}
STORIES = ("Planned failover", "Unplanned failover", "Drill", "Failback", "A failover that stopped half-way")
ACCIDENTS = (
    "Nodes are missing",
    "The sites do not agree on a plan",
    "The laptop is lost",
    "A stale lock",
    "Pending operations",
    "A stack's state is missing",
    "State backend",
)


def commands(page: str) -> list[str]:
    text = (ROOT / "docs" / page).read_text()
    lines = [line for block in _BLOCK.findall(text) for line in block.splitlines()]
    told = [line for line in lines if re.match(r"(python -m (operations|local_cloud)|make|pulumi) ", line)]
    return told + _INLINE.findall(_BLOCK.sub("", text))


ALL = [(page, command) for page in PAGES for command in commands(page)]


@pytest.mark.parametrize(("page", "command"), [one for one in ALL if one[1].startswith("python -m operations")])
def test_a_command_of_ours_is_understood(page: str, command: str) -> None:
    operations.parse(shlex.split(command)[3:])


@pytest.mark.parametrize(("page", "command"), [one for one in ALL if one[1].startswith("python -m local_cloud")])
def test_a_command_of_the_local_cloud_is_understood(page: str, command: str) -> None:
    local_cloud.parse(shlex.split(command)[3:])


@pytest.mark.parametrize(("page", "command"), [one for one in ALL if one[1].startswith("make")])
def test_a_target_is_in_the_makefile(page: str, command: str) -> None:
    target = next(word for word in shlex.split(command)[1:] if not word.startswith("-"))
    targets = re.findall(r"^([a-z -]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert target in {name for line in targets for name in line.split()}


@pytest.mark.parametrize(("page", "command"), [one for one in ALL if one[1].startswith("pulumi")])
def test_a_verb_is_one_of_the_engine_s(page: str, command: str) -> None:
    assert shlex.split(command)[1] in _VERBS


@pytest.mark.parametrize("heading", [*STORIES, *ACCIDENTS])
def test_the_runbook_has_a_part_for_it(heading: str) -> None:
    assert f"\n## {heading}\n" in (ROOT / "docs" / "runbook.md").read_text()
