"""The operator's commands start with what requirements/base.txt installs, and soon."""

import ast
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import operations
from operations import OperationsError
from operations.cli import main, reported
from operations.cli.main import COMMANDS, MOVED
from operations.run import ROOT, Project, Stack

OURS = ("simulator", "local_cloud", "stories", "tests", "benchmarks", "tools")
"""Packages of this repository that need more than requirements/base.txt, or are no part of what an operator runs."""
OPERATORS = [command.name for command in COMMANDS]
MODULES = [found.name for found in pkgutil.walk_packages(operations.__path__, "operations.")]


def pinned(name: str) -> set[str]:
    """The distributions that a lock file names, as packages are compared."""
    text = (ROOT / "requirements" / name).read_text()
    return {
        re.sub(r"[-_.]+", "-", found).lower() for found in re.findall(r"^([\w.-]+)(?:\[[^]]*\])?==", text, re.MULTILINE)
    }


def refused() -> list[str]:
    """What can be imported in this environment and could not with requirements/base.txt alone."""
    base, dev = pinned("base.txt"), pinned("dev.txt")
    assert base < dev | base
    assert {"pulumi", "boto3"} <= base
    only_dev = dev - base
    assert {"moto", "cryptography", "httptools", "pytest"} <= only_dev
    owners = packages_distributions()
    names = [
        module
        for module, distributions in owners.items()
        if {re.sub(r"[-_.]+", "-", one).lower() for one in distributions} <= only_dev
    ]
    return [*names, *OURS]


def python(*words: str, also: tuple[str, ...] = (), root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """`python -m WORDS` in `root` without the packages that base.txt does not install, and without `also`."""
    script = str(Path(__file__).with_name("_base_only.py"))
    command = [sys.executable, script, *refused(), *also, "--", *words]
    environment = {"PATH": "/usr/bin", "PYTHONPATH": str(root)}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)


def test_the_list_of_commands_starts_with_base_txt_alone() -> None:
    """Fault B6: the commands imported the simulator, and so cryptography and httptools."""
    shown = python("operations", "--help")
    assert (shown.returncode, shown.stderr) == (0, "")
    listed = re.findall(r"^    ([a-z-]+)", shown.stdout, re.MULTILINE)
    assert listed == OPERATORS


@pytest.mark.slow
@pytest.mark.parametrize("name", OPERATORS)
def test_every_command_starts_with_base_txt_alone(name: str) -> None:
    shown = python("operations", name, "--help")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "usage: " in shown.stdout


@pytest.mark.slow
def test_a_command_runs_with_base_txt_alone() -> None:
    shown = python("operations", "order")
    assert (shown.returncode, shown.stdout) == (0, "first=tokyo\nsecond=osaka\n"), shown.stderr


@pytest.mark.slow
def test_every_module_of_the_commands_can_be_imported_with_base_txt_alone(tmp_path: Path) -> None:
    for entry in ROOT.iterdir():
        if not entry.name.startswith("."):
            (tmp_path / entry.name).symlink_to(entry)
    names = [name for name in MODULES if not name.endswith("__main__")]
    (tmp_path / "everything.py").write_text("".join(f"import {name}\n" for name in names))
    shown = python("everything", root=tmp_path)
    assert (shown.returncode, shown.stderr) == (0, "")


def imports(file: Path) -> Iterator[str]:
    """The top-level packages that a file imports anywhere, inside of functions too."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("file", sorted(map(str, (path.relative_to(ROOT) for path in ROOT.glob("operations/**/*.py")))))
def test_no_function_imports_what_base_txt_does_not_install(file: str) -> None:
    optional = {"mikrotik"} if file != "operations/cli/mikrotik.py" else set()
    assert not set(imports(ROOT / file)) & {*refused(), *optional}


@pytest.mark.slow
def test_without_the_mikrotik_folder_everything_else_works(tmp_path: Path) -> None:
    for entry in ROOT.iterdir():
        if entry.name != "mikrotik" and not entry.name.startswith("."):
            (tmp_path / entry.name).symlink_to(entry)
    shown = python("operations", "--help", root=tmp_path)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "mikrotik" not in shown.stdout
    assert python("operations", "order", root=tmp_path).returncode == 0
    missing = python("operations", "mikrotik", "--help", root=tmp_path)
    assert missing.returncode == 1
    assert "invalid choice: 'mikrotik'" in missing.stderr


@pytest.mark.parametrize("name", MOVED)
def test_a_command_that_has_moved_says_where_it_is(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--directory", "x"]) == 1
    assert capsys.readouterr().err == f"error: `{name}` is now `python -m {MOVED[name]}`.\n"


@pytest.mark.parametrize("name", ["order", "failover", "capture"])
@pytest.mark.slow
def test_a_command_that_needs_no_provider_does_not_load_pulumi_s_aws_sdk(name: str) -> None:
    shown = python("operations", name, "--help", also=("pulumi_aws", "components"))
    assert (shown.returncode, shown.stderr) == (0, "")


def test_a_defect_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def defect() -> int:
        raise KeyError("activeRegion")

    with pytest.raises(KeyError):
        reported(defect)


def test_ctrl_c_is_one_word_and_the_shells_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted() -> int:
        raise KeyboardInterrupt

    assert reported(interrupted) == 130
    assert capsys.readouterr().err == "Interrupted.\n"


def test_the_failover_s_exit_codes_are_in_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["failover", "--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert "0 where both stacks have converged; 2 where the site is active and something named waits; 1 for an" in told
    assert "130 after Ctrl-C." in told


def test_without_the_engine_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    for look in (Stack("osaka", Project.here(), {}).published, Stack("osaka", Project.here(), {}).outputs):
        with pytest.raises(OperationsError, match=r"pulumi CLI is not on PATH\. Install Pulumi .*make setup"):
            look()
