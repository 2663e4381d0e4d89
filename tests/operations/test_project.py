"""The project on disk: resolving its configuration, and changing the one line."""

from pathlib import Path

import pytest

from operations.run.order import order
from operations.run.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.here().working_copy(tmp_path / "copy")


def test_a_flip_changes_one_line_and_shows_it(project: Project) -> None:
    before = project.settings_file.read_text().splitlines()
    shown = project.flip("osaka")
    after = project.settings_file.read_text().splitlines()
    assert [line for line in after if line not in before] == ["  activeRegion: osaka"]
    assert "-  activeRegion: tokyo\n+  activeRegion: osaka" in shown


def test_a_flip_to_the_active_site_changes_nothing(project: Project) -> None:
    before = project.settings_file.read_bytes()
    assert project.flip("tokyo") == ""
    assert project.settings_file.read_bytes() == before


def test_a_flip_leaves_the_project_it_was_copied_from_alone(project: Project) -> None:
    original = Project.here().settings_file.read_bytes()
    project.flip("osaka")
    assert Project.here().settings_file.read_bytes() == original


@pytest.mark.parametrize("text", ["config: {}\n", "config:\n  activeRegion: a\nx:\n  activeRegion: b\n"])
def test_a_file_without_exactly_one_such_line_is_refused_and_kept(project: Project, text: str) -> None:
    project.settings_file.write_text(text)
    with pytest.raises(ValueError, match="activeRegion lines"):
        project.flip("osaka")
    assert project.settings_file.read_text() == text


def test_a_stack_file_overrides_the_project_s_default(project: Project) -> None:
    (project.directory / "Pulumi.osaka.yaml").write_text("config:\n  nc2-dr:failoverMode: unplanned\n  aws:x: y\n")
    assert project.configuration("osaka")["failoverMode"] == "unplanned"
    assert project.configuration("tokyo")["failoverMode"] == "planned"
    assert "aws:x" not in project.configuration("osaka")


def test_the_site_that_becomes_active_is_upped_first(project: Project) -> None:
    assert order(project) == ("tokyo", "osaka")
    project.flip("osaka")
    assert order(project) == ("osaka", "tokyo")


def test_an_unknown_active_site_has_no_order(project: Project) -> None:
    project.flip("nagoya")
    with pytest.raises(ValueError, match="'nagoya'; expected one of the two sites"):
        order(project)


def test_a_working_copy_replaces_an_older_one(project: Project) -> None:
    project.flip("osaka")
    again = Project.here().working_copy(project.directory)
    assert again.configuration()["activeRegion"] == Project.here().configuration()["activeRegion"]


@pytest.mark.parametrize("written", ["failoverMode: planned", "failoverMode:\n    type: string\n    default: planned"])
def test_the_mode_is_written_where_it_stands(tmp_path: Path, written: str) -> None:
    file = tmp_path / "Pulumi.yaml"
    file.write_text(f"name: x\nconfig:\n  {written}\n  peering:\n    default: none\n")
    Project(tmp_path).set_mode("unplanned")
    assert (
        file.read_text()
        == f"name: x\nconfig:\n  {written.replace('planned', 'unplanned')}\n  peering:\n    default: none\n"
    )
