"""The project on disk: resolving its configuration, and changing one value."""

from pathlib import Path

import pytest

from operations import OperationsError
from operations.cli import main
from operations.run import Project, order
from topology import ConfigurationError


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.here().working_copy(tmp_path / "copy")


def test_the_active_site_is_one_line_and_its_change_is_shown(project: Project) -> None:
    before = project.settings_file.read_text().splitlines()
    shown = project.set("activeRegion", "osaka")
    after = project.settings_file.read_text().splitlines()
    assert [line for line in after if line not in before] == ["  activeRegion: osaka"]
    assert "-  activeRegion: tokyo\n+  activeRegion: osaka" in shown


def test_the_value_that_is_there_changes_nothing(project: Project) -> None:
    before = project.settings_file.read_bytes()
    assert project.set("activeRegion", "tokyo") == ""
    assert project.settings_file.read_bytes() == before


def test_a_change_leaves_the_project_it_was_copied_from_alone(project: Project) -> None:
    original = Project.here().settings_file.read_bytes()
    project.set("activeRegion", "osaka")
    assert Project.here().settings_file.read_bytes() == original


def test_the_mode_is_written_where_it_is_declared(project: Project) -> None:
    shown = project.set("failoverMode", "unplanned")
    assert "-    default: planned\n+    default: unplanned\n" in shown
    assert project.configuration()["failoverMode"] == "unplanned"


def test_the_line_ends_of_windows_stay(project: Project) -> None:
    project.settings_file.write_bytes(project.settings_file.read_bytes().replace(b"\n", b"\r\n"))
    before = project.settings_file.read_bytes()
    project.set("activeRegion", "osaka")
    after = project.settings_file.read_bytes()
    assert after == before.replace(b"activeRegion: tokyo\r\n", b"activeRegion: osaka\r\n")


def test_a_stack_file_overrides_the_project_s_default(project: Project) -> None:
    project.stack_file("osaka").write_text("config:\n  nc2-dr:failoverMode: unplanned\n  aws:x: y\n")
    assert project.configuration("osaka")["failoverMode"] == "unplanned"
    assert project.configuration("tokyo")["failoverMode"] == "planned"
    assert "aws:x" not in project.configuration("osaka")


def test_the_site_that_becomes_active_is_upped_first(project: Project) -> None:
    assert order(project) == ("tokyo", "osaka")
    project.set("activeRegion", "osaka")
    assert order(project) == ("osaka", "tokyo")


def test_an_unknown_active_site_has_no_order(project: Project) -> None:
    project.set("activeRegion", "nagoya")
    with pytest.raises(ConfigurationError, match=r"(?s)Pulumi\.yaml .*activeRegion: .*tokyo or osaka.*'nagoya'"):
        order(project)


@pytest.mark.parametrize("key", ["activeRegion", "sites", "overlay"])
def test_a_missing_key_is_named_with_its_file_and_what_to_do(
    project: Project, key: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault B5: `order` answered "error: 'activeRegion'"."""
    project.unset(key)
    monkeypatch.setattr(Project, "here", lambda: project)
    assert main(["order"]) == 1
    told = capsys.readouterr().err
    assert f"{key}: is missing: expected" in told or f"{key} is missing in" in told
    assert str(project.settings_file) in told
    assert "expected" in told or "Add" in told


def test_the_order_honours_what_a_stack_s_own_file_says(project: Project) -> None:
    for site in project.sites():
        project.stack_file(site).write_text("config:\n  nc2-dr:activeRegion: osaka\n")
    assert order(project) == ("osaka", "tokyo")


def test_two_stacks_with_different_active_sites_have_no_order(project: Project) -> None:
    project.stack_file("osaka").write_text("config:\n  nc2-dr:activeRegion: osaka\n")
    with pytest.raises(OperationsError, match=r"tokyo has tokyo, osaka has osaka.*Remove activeRegion from"):
        order(project)


def test_a_key_that_a_stack_s_own_file_sets_is_not_written_beside_it(project: Project) -> None:
    project.stack_file("osaka").write_text("config:\n  nc2-dr:activeRegion: tokyo\n")
    before = project.settings()
    with pytest.raises(OperationsError, match=r"Pulumi\.osaka\.yaml sets activeRegion as well"):
        project.set("activeRegion", "osaka")
    assert project.settings() == before


def test_an_encrypted_value_is_no_hindrance(project: Project) -> None:
    project.stack_file("osaka").write_text("config:\n  nc2-dr:vpnPreSharedKeys:\n    secure: v1:abc\n")
    assert project.model("osaka").me.name == "osaka"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("config: [", "not valid YAML"),
        ("- a\n", "mapping"),
        ("name: x\nconfig: tokyo\n", "config in"),
        ("config: {}\n", "name is missing"),
    ],
)
def test_a_settings_file_that_cannot_be_read_is_named(project: Project, text: str, told: str) -> None:
    project.settings_file.write_text(text)
    with pytest.raises(OperationsError, match=told) as refused:
        project.model("tokyo")
    assert str(project.settings_file) in str(refused.value)


def test_a_working_copy_replaces_an_older_one(project: Project) -> None:
    project.set("activeRegion", "osaka")
    again = Project.here().working_copy(project.directory)
    assert again.configuration()["activeRegion"] == Project.here().configuration()["activeRegion"]


def test_a_directory_that_this_project_has_not_made_is_refused_as_it_stands(tmp_path: Path) -> None:
    """`demo --directory DIR` removed DIR/project with whatever was in it."""
    sources = tmp_path / "project"
    (sources / "src").mkdir(parents=True)
    (sources / "src" / "main.py").write_text("somebody's work\n")
    with pytest.raises(OperationsError, match=rf"{sources} holds src, .*nothing in it was removed"):
        Project.here().working_copy(sources)
    assert (sources / "src" / "main.py").read_text() == "somebody's work\n"
    assert [entry.name for entry in sources.iterdir()] == ["src"]


@pytest.mark.parametrize("stranger", ["notes.txt", "src/main.py", ".git/config"])
def test_what_somebody_has_put_into_a_working_copy_is_named_and_stays(project: Project, stranger: str) -> None:
    own = project.directory / stranger
    own.parent.mkdir(exist_ok=True)
    own.write_text("mine\n")
    with pytest.raises(OperationsError, match=rf"holds {stranger.partition('/')[0]}, "):
        Project.here().working_copy(project.directory)
    assert own.read_text() == "mine\n"
    assert project.settings_file.exists(), "nothing is removed before everything in it is known"


def test_a_link_in_the_place_of_the_working_copy_is_not_followed(project: Project, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(project.directory, target_is_directory=True)
    with pytest.raises(OperationsError, match="no directory"):
        Project.here().working_copy(link)
    assert project.settings_file.exists()


def test_what_python_and_pulumi_write_into_a_working_copy_goes_with_it(project: Project) -> None:
    (project.directory / "__pycache__").mkdir()
    (project.directory / "__pycache__" / "errors.pyc").write_bytes(b"")
    project.stack_file("nagoya").write_text("encryptionsalt: v1:x\n")
    Project.here().working_copy(project.directory)
    assert not project.stack_file("nagoya").exists()
    assert not (project.directory / "__pycache__").exists()
