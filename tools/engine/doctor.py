"""What the engine consists of on this machine, and what is wrong with it."""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from tools.engine import cli, go_build, installation
from tools.engine.cache import Cache
from tools.engine.errors import EngineError
from tools.engine.installation import Installation
from tools.engine.versions import GO_SOURCES, MINIMUM_CLI, installed, ordering

_SET_UP = "Run: python -m tools.engine setup"


@dataclass(frozen=True)
class Report:
    """A table of what was found, and one sentence per problem."""

    rows: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]

    def __str__(self) -> str:
        width = max(len(name) for name, _ in self.rows)
        lines = [f"{name:<{width}}  {value}" for name, value in self.rows]
        return "\n".join([*lines, *(f"\nProblem: {problem}" for problem in self.problems)])


def examine(cache: Cache) -> Report:
    """Look at the engine, this interpreter and Go, without changing anything."""
    rows: list[tuple[str, str]] = []
    problems: list[str] = []
    _examine_python(rows, problems)
    try:
        known = installation.load(cache)
    except EngineError:
        known = None  # an SDK is missing, which is already named
    if known is None:
        problems.append(f"The engine is not set up for this checkout and these SDKs. {_SET_UP}")
    else:
        _examine_installation(known, rows, problems)
    rows.append(("Go", _go()))
    rows.append(("Cache", str(cache.root)))
    return Report(tuple(rows), tuple(problems))


def _examine_python(rows: list[tuple[str, str]], problems: list[str]) -> None:
    rows.append(("Python", f"{'.'.join(map(str, sys.version_info[:3]))}, {sys.executable}"))
    in_venv = sys.prefix != sys.base_prefix
    rows.append(("Virtual environment", sys.prefix if in_venv else "none"))
    if not (Path(sys.prefix) / "bin" / "python").exists():
        problems.append(f"{sys.prefix}/bin holds no python: Pulumi would run another interpreter.")
    for package in ("pulumi", "pulumi-aws"):
        try:
            rows.append((f"SDK {package}", installed(package)))
        except EngineError as error:
            problems.append(str(error))


def _examine_installation(known: Installation, rows: list[tuple[str, str]], problems: list[str]) -> None:
    plugin = known.aws_plugin
    rows.append(("Pulumi CLI", f"{known.cli.version}, {known.cli.command}, {known.cli.origin}"))
    rows.append(("AWS plugin", f"{plugin.version}, {plugin.binary}, {plugin.origin}"))
    if plugin.terraform_provider:
        rows.append(("Terraform provider", str(plugin.terraform_provider)))
    rows.append(("PULUMI_HOME", str(plugin.home)))
    rows.extend(("Not used", f"{refusal.source}: {refusal.reason}") for refusal in known.refusals)
    missing = known.missing()
    problems.extend(f"{path} is gone. {_SET_UP}" for path in missing)
    if known.cli.command in missing:
        return
    try:
        version = cli.version_of(known.cli.command)
    except EngineError as error:
        problems.append(f"The Pulumi CLI does not run: {error}. {_SET_UP} --refresh")
        return
    if ordering(version) < ordering(MINIMUM_CLI):
        problems.append(
            f"The Pulumi CLI {known.cli.command} is now version {version}, "
            f"and {MINIMUM_CLI} or later is needed. {_SET_UP} --refresh"
        )


def _go() -> str:
    command = shutil.which("go")
    if command is None:
        return "none (needed only where the official CLI or plugin cannot be had)"
    try:
        return f"{go_build.toolchain(GO_SOURCES)}, {command}"
    except EngineError as error:
        return f"{command}, which cannot build the engine: {error}"
