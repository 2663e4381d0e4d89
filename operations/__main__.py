"""`python -m operations`: the operator's commands."""

import argparse
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pulumi.automation import CommandError

from errors import OperatorError
from operations.cli import cost, drill, failover, mikrotik, readiness
from operations.run.hints import hints
from operations.run.order import order
from operations.run.project import ROOT, Project
from simulator.cloud import CloudError
from simulator.cloud.environment import foreign
from tools.engine import EngineError

if TYPE_CHECKING:
    from local_cloud.project import LocalProject

_TOLD = (
    ValueError,
    LookupError,
    RuntimeError,
    OSError,
    EngineError,
    CloudError,
    OperatorError,
    CommandError,
)
_CLOUD = ROOT / ".local" / "cloud"
_DEMO = ROOT / ".local" / "demo"
_DEMO_MIGRATION = ROOT / ".local" / "demo-migration"


def main() -> int:
    """Run one command; answers the exit code."""
    arguments = _parser().parse_args()
    try:
        return int(arguments.run(arguments) or 0)
    except _TOLD as error:
        print(f"error: {error}", file=sys.stderr)
        for hint in hints(str(error)):
            print(f"hint: {hint}", file=sys.stderr)
        return 1


def _demo(arguments: argparse.Namespace) -> int:
    from stories.demo import demo

    problems = demo(arguments.directory, _say, keep=arguments.keep)
    for problem in problems:
        print(f"NOT AS IT SHOULD BE: {problem}", file=sys.stderr)
    _say("\nEvery machine ran once, at its own address, where activeRegion said." if not problems else "")
    return len(problems)


def _demo_migration(arguments: argparse.Namespace) -> int:
    from stories.migration import demo

    problems = demo(arguments.directory, _say, keep=arguments.keep)
    for problem in problems:
        print(f"NOT AS IT SHOULD BE: {problem}", file=sys.stderr)
    _say("\nEvery machine kept its addresses, and the routes followed." if not problems else "")
    return len(problems)


def _capture(arguments: argparse.Namespace) -> int:
    from operations.cli.capture import capture, from_outputs, use
    from operations.run.stack import Stack
    from topology import build

    if arguments.directory:
        use(_local(arguments).environment(arguments.site))
    project = Project.here()
    region = build(project.configuration(arguments.site), arguments.site, project.name).me.region
    stack = _local(arguments).stack(arguments.site) if arguments.directory else Stack(arguments.site, project, {})
    said = {"table": arguments.table, "vpc": arguments.vpc, "tags": dict(arguments.tag)}
    outputs = {} if said["table"] and arguments.via == "api" else stack.outputs()
    return capture(from_outputs(outputs, region, arguments.via, said), _say)


def _tag(text: str) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not sign or not key:
        raise argparse.ArgumentTypeError(f"{text!r}; expected Key=Value")
    return key, value


def _demo_pilot_light(arguments: argparse.Namespace) -> int:
    from stories.pilot_light import pilot_light

    problems = pilot_light(arguments.directory, _say, keep=arguments.keep)
    for problem in problems:
        print(f"NOT AS IT SHOULD BE: {problem}", file=sys.stderr)
    _say("\nBoth tiers ran where they should, every machine once and at its own address." if not problems else "")
    return len(problems)


def _demo_zero_compute(arguments: argparse.Namespace) -> int:
    from stories.zero_compute import zero_compute

    problems = zero_compute(arguments.directory, _say, keep=arguments.keep)
    for problem in problems:
        print(f"NOT AS IT SHOULD BE: {problem}", file=sys.stderr)
    _say("\nThe cluster came after the disaster and went after the failback." if not problems else "")
    return len(problems)


def _order(_: argparse.Namespace) -> None:
    first, second = order(Project.here())
    print(f"first={first}\nsecond={second}")


def _local_up(arguments: argparse.Namespace) -> None:
    local = _local(arguments)
    if not arguments.converged:
        local.start(_say)
        return
    from local_cloud.converged import Converged, Moment

    local.cloud.restore(Converged().snapshot(local.project, Moment.WORKLOAD, _say), _say)


def _converge(arguments: argparse.Namespace) -> None:
    from operations.run.converge import converge

    local = _local(arguments)
    home, other = local.sites()
    stacks = [local.stack(site) for site in (other, home)]
    runs = converge(stacks, lambda stack, result: _say(f"pulumi up --stack {stack.site}: {result}"))
    _say(f"Converged in {runs} runs.")


def _environment(arguments: argparse.Namespace) -> None:
    for name in foreign(os.environ):
        print(f"unset {name}")
    for name, value in _local(arguments).environment(arguments.site).items():
        print(f"export {name}={shlex.quote(value)}")


def _local(arguments: argparse.Namespace) -> "LocalProject":
    from local_cloud.project import LocalProject

    return LocalProject.at(Project.here(), arguments.directory)


def _say(line: str) -> None:
    print(line, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m operations", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, run: object, help: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help)
        added.set_defaults(run=run)
        return added

    demonstration = command("demo", _demo, "both sites, failover and failback on a local cloud, verified")
    demonstration.add_argument("--directory", type=Path, default=_DEMO)
    demonstration.add_argument("--keep", action="store_true", help="leave the local cloud running")
    migration = command("demo-migration", _demo_migration, "EC2 instances become VMs at their old addresses, verified")
    migration.add_argument("--directory", type=Path, default=_DEMO_MIGRATION)
    migration.add_argument("--keep", action="store_true", help="leave the local cloud running")
    _say_what_to_capture(command("capture", _capture, "record a site's EC2 instances before they move"))
    pilot = command("demo-pilot-light", _demo_pilot_light, "two tiers: a small cluster for some, a bucket for the rest")
    pilot.add_argument("--directory", type=Path, default=_DEMO.with_name("pilot-light"))
    pilot.add_argument("--keep", action="store_true", help="leave the local cloud running")
    zero = command(
        "demo-zero-compute", _demo_zero_compute, "no cluster until the disaster, and none after the failback"
    )
    zero.add_argument("--directory", type=Path, default=_DEMO.with_name("zero-compute"))
    zero.add_argument("--keep", action="store_true", help="leave the local cloud running")
    command("order", _order, "which stack to up first and second, as GitHub outputs")
    local_up = command("local-up", _local_up, "start the local cloud")
    local_up.add_argument("--converged", action="store_true", help="both stacks and the VMs are up; kept between runs")
    local_up.add_argument("--directory", type=Path, default=_CLOUD)
    converged = command("converge", _converge, "bring both stacks up from nothing")
    converged.add_argument("--directory", type=Path, default=_CLOUD)
    cost.add(command)
    drill.add(command)
    failover.add(command)
    readiness.add(command)
    environment = command("env", _environment, "a site's environment, for eval")
    environment.add_argument("--directory", type=Path, default=_CLOUD)
    environment.add_argument("site")
    mikrotik.add(commands)
    return parser


def _say_what_to_capture(captured: argparse.ArgumentParser) -> None:
    captured.add_argument("site")
    captured.add_argument("--via", choices=("api", "ssm"), required=True, help="EC2's API, or the guests themselves")
    captured.add_argument("--vpc", help="the VPC; default: the migration's own")
    captured.add_argument("--tag", type=_tag, action="append", default=[], help="Key=Value; all must be there")
    captured.add_argument("--table", help="default: the migration's own")
    captured.add_argument("--directory", type=Path, help="of a local cloud, in place of the environment")


if __name__ == "__main__":
    sys.exit(main())
