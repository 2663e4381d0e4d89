"""The command `failover`, and `converge` where the sites' environments come from files."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from operations.run.environments import Environments
from operations.run.orchestration import Orchestration
from operations.run.order import order
from operations.run.project import Project
from operations.run.stack import Stack

if TYPE_CHECKING:
    from local_cloud.project import LocalProject


def add(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add it to the parser's commands."""
    failover = command("failover", _failover, "make a site active: the one line, then both stacks in the right order")
    failover.add_argument("site", nargs="?", help="the site to make active; left out: the one that Pulumi.yaml names")
    failover.add_argument("--mode", choices=("planned", "unplanned"), help="write failoverMode as well")
    failover.add_argument("--yes", action="store_true", help="do not ask after the preview")
    failover.add_argument("--directory", type=Path, help="the local cloud there, instead of .env.<site> files")


def _failover(arguments: argparse.Namespace) -> int:
    project = Project.here()
    before = project.settings()
    if arguments.mode:
        project.set_mode(arguments.mode)
    if arguments.site:
        _say(project.flip(arguments.site) or f"{project.settings_file.name} makes {arguments.site} active already.")
    target, _ = order(project)
    run = orchestration(project, target, arguments.directory, _say, _again(arguments, target))
    try:
        run.preview()
        if not arguments.yes and not _agreed(target):
            _restore(project, before)
            return 1
    except BaseException:
        _restore(project, before)
        raise
    left = run.run()
    _say(run.summary())
    return 1 if left else 0


def orchestration(
    project: Project, target: str, directory: Path | None, say: Callable[[str], None], again: str
) -> Orchestration:
    """The sites' stacks with each its own environment. Raises ValueError for an environment that cannot be used."""
    if directory is not None:
        from local_cloud.project import LocalProject

        stacks = _local_stacks(LocalProject.at(project, directory), target)
        return Orchestration(target, stacks, say, again, without_prism=_zero_compute(project))
    # A stack's own variables are laid over this process's: what the shell has of one site must not reach the other's.
    for name in [name for name in os.environ if name.startswith("PRISM_")]:
        del os.environ[name]
    zero = _zero_compute(project)
    environments, stacks = Environments(project.directory, zero), dict[str, Stack | None]()
    for site in dict.fromkeys((target, *project.configuration()["sites"])):
        given = environments.of(site)
        stacks[site] = None if given is None else Stack(site, project, given)
    return Orchestration(target, stacks, say, again, without_prism=zero)


def _zero_compute(project: Project) -> frozenset[str]:
    """The sites that have no cluster while they stand by."""
    sites = project.configuration()["sites"]
    return frozenset(name for name, site in sites.items() if site.get("compute", {}).get("mode") == "zero-compute")


def _local_stacks(local: "LocalProject", target: str) -> dict[str, Stack | None]:
    return {site: local.stack(site) for site in dict.fromkeys((target, *local.sites()))}


def _again(arguments: argparse.Namespace, target: str) -> str:
    words = ["python -m operations failover", target]
    words += ["--directory", str(arguments.directory)] if arguments.directory else []
    return " ".join([*words, *(["--yes"] if arguments.yes else [])])


def _agreed(target: str) -> bool:
    if not sys.stdin.isatty():
        raise ValueError("Nobody is there to ask: say --yes to go on without.")
    return input(f"Make {target} active? Type its name to go on: ").strip() == target


def _restore(project: Project, before: dict[str, str]) -> None:
    """Nothing has run, so nothing is flipped: the next up must not do what was not agreed to."""
    for name, text in before.items():
        (project.directory / name).write_text(text)
    _say(f"Nothing was run; {project.settings_file.name} is as it was.")


def _say(line: str) -> None:
    print(line, flush=True)
