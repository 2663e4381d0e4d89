"""The commands of `python -m local_cloud`: its life, and the operator's commands in a site's own environment."""

import argparse
import os
import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from local_cloud.converged import Converged, Moment
from local_cloud.project import LocalProject
from local_cloud.vms import bring
from operations import cli
from operations.run import ROOT, Failover, Project, Stack, converge
from simulator.cloud import Mode
from simulator.cloud.__main__ import main as cloud_command
from simulator.cloud.environment import foreign
from simulator.cloud.record import SERVICES

_DIRECTORY = ROOT / ".local" / "cloud"
_CLOUD = (
    ("status", "what runs, where, and whether it is whole; exit code 1 when something is down"),
    ("down", "end the local cloud and discard it with the stacks' state"),
)
_OPERATIONS = {
    "readiness": ("what a failover to the site needs, checked from the site", True),
    "probe": ("hold what is assumed against the site's Prism Central, console and AWS", True),
    "drill": ("a test failover at the site, measured, cleaned up, reported", True),
    "report": ("the report of the last real failover to the site", True),
    "capture": ("record the site's EC2 instances before they move", False),
}
"""Each command of `python -m operations` that works in one site's environment, and whether it takes --site."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; answers the exit code."""
    arguments = parse(argv)
    run: Callable[[argparse.Namespace], int] = arguments.run
    return cli.reported(lambda: run(arguments))


def parse(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """What was asked for; `more` are options for the operator's own command. Exits for a wrong command or option."""
    parser = _parser()
    arguments, more = parser.parse_known_args(argv)
    if more and arguments.name not in _OPERATIONS:
        parser.error(f"unrecognized arguments: {' '.join(more)}")
    arguments.more = more
    return arguments


def _up(arguments: argparse.Namespace) -> int:
    local = _local(arguments)
    if arguments.converged:
        local.restore(Converged().snapshot(local.project, Moment.WORKLOAD, _say), _say)
    else:
        local.start(_say)
    return 0


def _converge(arguments: argparse.Namespace) -> int:
    local = _local(arguments)
    home, other = local.sites()
    stacks = [local.stack(site) for site in (other, home)]
    runs = converge(stacks, lambda stack, result: _say(f"pulumi up --stack {stack.site}: {result}"), _say)
    _say(f"Converged in {runs} runs.")
    return 0


def _vms(arguments: argparse.Namespace) -> int:
    bring(_local(arguments), _say)
    return 0


def _env(arguments: argparse.Namespace) -> int:
    for name in foreign(os.environ):
        print(f"unset {name}")
    for name, value in _local(arguments).environment(arguments.site).items():
        print(f"export {name}={shlex.quote(value)}")
    return 0


def _fault(arguments: argparse.Namespace) -> int:
    service = ["--service", arguments.service] if arguments.service else []
    words = ["fault", "--directory", str(arguments.directory), arguments.site, arguments.mode, *service]
    return cloud_command(words)


def _cloud(arguments: argparse.Namespace) -> int:
    return cloud_command([arguments.name, "--directory", str(arguments.directory)])


def _failover(arguments: argparse.Namespace) -> int:
    _say_where(arguments)
    directory = [] if arguments.directory == _DIRECTORY else ["--directory", str(arguments.directory)]
    failover = Failover(Project.here(), arguments.site, arguments.mode, ask=not arguments.yes)

    def stacks_of(project: Project, target: str) -> dict[str, Stack | None]:
        local = LocalProject.at(project, arguments.directory)
        return {site: local.stack(site) for site in dict.fromkeys((target, *local.sites()))}

    return failover.run(stacks_of, " ".join(["python -m local_cloud failover", *directory]))


def _operation(arguments: argparse.Namespace) -> int:
    """The operator's own command, in this process, with the site's environment and nothing of another's."""
    _say_where(arguments)
    _local(arguments).enter(arguments.site)
    takes_site = _OPERATIONS[arguments.name][1]
    site = ["--site", arguments.site] if takes_site else [arguments.site]
    return cli.main([arguments.name, *site, *arguments.more])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m local_cloud", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command", dest="name")

    def command(name: str, run: object, help: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help)
        added.add_argument("--directory", type=Path, default=_DIRECTORY, help="where the cloud is (%(default)s)")
        added.set_defaults(run=run)
        return added

    up = command("up", _up, "start the local cloud: AWS (moto) and two Prism Centrals")
    up.add_argument("--converged", action="store_true", help="both stacks and the VMs are up; kept between runs")
    command("converge", _converge, "bring both stacks up from nothing")
    command("vms", _vms, "the demo's VMs at the active site, protected; repeatable")
    command("env", _env, "a site's environment, for eval").add_argument("site")
    fault = command("fault", _fault, "how a site's AWS and Prism Central answer from now on")
    fault.add_argument("site")
    fault.add_argument("mode", choices=[mode.value for mode in Mode])
    fault.add_argument("--service", choices=SERVICES, help="only this one; default: both")
    for name, help in _CLOUD:
        command(name, _cloud, help)
    failover = command("failover", _failover, "make a site active and converge both stacks")
    cli.options_of("failover", failover)
    failover.set_defaults(run=_failover)
    for name, (help, _) in _OPERATIONS.items():
        added = command(name, _operation, f"{help}; more options: python -m operations {name} --help")
        added.add_argument("site")
    return parser


def _local(arguments: argparse.Namespace) -> LocalProject:
    return LocalProject.at(Project.here(), arguments.directory)


def _say_where(arguments: argparse.Namespace) -> None:
    print(f"(local cloud in {arguments.directory})", file=sys.stderr, flush=True)


def _say(line: str) -> None:
    print(line, flush=True)
