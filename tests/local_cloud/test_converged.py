"""The kept snapshots: when there is a new one, who makes it, and which are forgotten. No cloud is started here."""

import os
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest

from local_cloud import converged
from local_cloud.converged import Converged, Moment, key
from local_cloud.from_nothing import from_nothing
from local_cloud.project import LocalProject
from operations.run.project import ROOT, Project
from simulator.cloud import LocalCloud, SnapshotRefused


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with settings files of its own."""
    directory = tmp_path / "project"
    directory.mkdir()
    for name in Project.here().settings():
        shutil.copy(ROOT / name, directory / name)
    return Project(directory)


class Maker:
    """Makes snapshots without content, and takes its time; `made`: for which places."""

    def __init__(self) -> None:
        self.made: list[Path] = []

    def __call__(self, project: Project, place: Path, say: Any) -> None:
        threading.Event().wait(0.2)
        for moment in Moment:
            (place / moment).mkdir()
        self.made.append(place)


@pytest.fixture
def maker() -> Maker:
    return Maker()


def test_it_is_made_once_and_found_by_whoever_comes_later(project: Project, maker: Maker, tmp_path: Path) -> None:
    kept = Converged(tmp_path / "kept", maker)
    stacks, workload = (kept.snapshot(project, moment, print) for moment in Moment)
    assert len(maker.made) == 1
    assert (stacks.name, workload.name) == ("stacks", "workload")
    assert stacks.parent == workload.parent == tmp_path / "kept" / key(project)


def test_others_wait_for_the_one_that_makes_it(project: Project, maker: Maker, tmp_path: Path) -> None:
    threads = [
        threading.Thread(target=Converged(tmp_path, maker).snapshot, args=(project, Moment.STACKS, print))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(maker.made) == 1


def test_whoever_converges_anyway_makes_it_for_those_who_wait(
    project: Project, maker: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LocalCloud, "save", lambda self, to: Path(to).mkdir())
    kept, found = Converged(tmp_path, maker), []
    with kept.making(project) as keep:
        waiting = threading.Thread(target=lambda: found.append(kept.snapshot(project, Moment.STACKS, print)))
        waiting.start()
        waiting.join(0.2)
        assert found == []
        keep(LocalProject.at(project, tmp_path / "cloud"), Moment.STACKS)
    waiting.join()
    assert [place.name for place in found] == ["stacks"]
    assert maker.made == []


def test_two_that_keep_it_at_once_do_not_fail(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save(self: LocalCloud, to: Path) -> None:
        to.mkdir()
        raise SnapshotRefused(f"{to} exists already.")

    monkeypatch.setattr(LocalCloud, "save", save)
    with Converged(tmp_path).making(project) as keep:
        keep(LocalProject.at(project, tmp_path / "cloud"), Moment.STACKS)


def test_other_settings_and_other_code_need_another_one(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = key(project)
    assert key(project) == before
    project.set("activeRegion", "osaka")
    after = key(project)
    assert after != before
    root = tmp_path / "root"
    for part in ("providers", "tests", "requirements"):
        (root / part).mkdir(parents=True)
    (root / "__main__.py").write_text("")
    monkeypatch.setattr(converged, "ROOT", root)
    keys = [key(project)]
    for file in ("providers/vpc.py", "__main__.py", "requirements/base.txt"):
        (root / file).write_text("changed = True\n")
        keys.append(key(project))
    assert len(set(keys)) == 4
    (root / "tests" / "test_vpc.py").write_text("changed = True\n")
    assert key(project) == keys[-1], "tests change no cloud"


def old(number: int) -> str:
    """The name of a place that is older the lower its number is."""
    return f"{number:016x}"


def test_those_used_last_are_kept(project: Project, maker: Maker, tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / old(number)).mkdir()
        (tmp_path / f"{old(number)}.lock").touch()
        os.utime(tmp_path / old(number), (number, number))
    place = Converged(tmp_path, maker).snapshot(project, Moment.STACKS, print).parent
    assert {one.name for one in tmp_path.iterdir() if one.is_dir() and one.name != "project"} >= {place.name, old(11)}
    assert not (tmp_path / old(0)).exists()
    assert not (tmp_path / f"{old(0)}.lock").exists()


def test_what_is_no_snapshot_of_this_project_is_never_forgotten(project: Project, maker: Maker, tmp_path: Path) -> None:
    for name in ("photos", "0123456789abcdef"):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (1, 1))
    for number in range(12):
        (tmp_path / old(number)).mkdir()
        (tmp_path / f"{old(number)}.lock").touch()
    Converged(tmp_path, maker).snapshot(project, Moment.STACKS, print)
    assert (tmp_path / "photos").exists()
    assert (tmp_path / "0123456789abcdef").exists(), "it has the form of a key, and no lock of ours"


class Together:
    """Two stacks whose first runs both wait for the other to have begun; `ran` in their order."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.barrier = threading.Barrier(2, timeout=10)


class Side:
    """One of them, which waits for its peer until both have run twice."""

    def __init__(self, site: str, both: Together) -> None:
        self.site, self.both, self.runs = site, both, 0

    def init(self) -> None:
        """It is there."""

    def up(self, on_event: object = None) -> str:
        self.runs += 1
        if self.runs == 1:
            self.both.barrier.wait()
        self.both.ran.append(self.site)
        return f"{self.site} {self.runs}"

    def outputs(self) -> dict[str, Any]:
        return {"pending": [] if self.runs > 1 else ["its peer"]}


def test_both_begin_at_once_and_the_last_one_goes_on_first() -> None:
    both = Together()
    said: list[Any] = []
    stacks: list[Any] = [Side("osaka", both), Side("tokyo", both)]
    runs = from_nothing(stacks, lambda _, result: said.append(result))
    assert runs == 4
    assert both.ran[2:] == ["tokyo", "osaka"]
    assert said == ["osaka 1", "tokyo 1", "tokyo 2", "osaka 2"]
