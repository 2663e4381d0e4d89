"""Which command there is, and what becomes of its errors."""

import argparse
import importlib
import importlib.util
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from errors import OperatorError
from operations.exit_code import ExitCode


@dataclass(frozen=True)
class Command:
    """A command by its name. Its `module` has `options(parser)` and `run(arguments) -> exit code`.

    `needs` is a package that may be missing. Then the command is missing, too.
    """

    name: str
    module: str
    help: str
    needs: str = ""

    @property
    def is_there(self) -> bool:
        return not self.needs or importlib.util.find_spec(self.needs) is not None


COMMANDS = (
    Command("readiness", "operations.cli.readiness", "what a failover to a site needs, checked from that site"),
    Command(
        "probe", "operations.cli.probe", "hold what is assumed against a site's own Prism Central, console and AWS"
    ),
    Command("failover", "operations.cli.failover", "make a site active: one line, then both stacks in the right order"),
    Command("order", "operations.cli.order", "which stack to up first and second, as GitHub outputs"),
    Command("sync", "operations.cli.sync", "plans, policies and categories that the two sites do not agree on"),
    Command(
        "restore-prism-central",
        "operations.cli.restore_prism_central",
        "a site's Prism Central from its own backup in S3, on a new cluster",
    ),
    Command("drill", "operations.cli.drill", "test failover into the test network: measured, cleaned up, reported"),
    Command("report", "operations.cli.report", "the report of the last real failover to a site"),
    Command("history", "operations.cli.history", "the reports of past drills and failovers"),
    Command("capture", "operations.cli.capture", "record a site's EC2 instances before they move"),
    Command("migration", "operations.cli.migration", "which captured instances have become VMs with their addresses"),
    Command(
        "gateway-requests",
        "operations.cli.gateway_requests",
        "what the owner of a transit gateway in another account has to do",
    ),
    Command("cost", "operations.cli.cost", "a month's cost of the sites, and of either kind of peering"),
    Command("dr-cost", "operations.cli.dr_cost", "warm standby, pilot light and zero compute side by side, with RTOs"),
    Command("prices", "operations.cli.prices", "the price files"),
    Command("mikrotik", "operations.cli.mikrotik", "RouterOS configuration of a VPN connection", needs="mikrotik"),
)
MOVED: Mapping[str, str] = {
    "demo": "stories demo",
    "demo-migration": "stories demo-migration",
    "demo-pilot-light": "stories demo-pilot-light",
    "demo-zero-compute": "stories demo-zero-compute",
    "local-up": "local_cloud up",
    "converge": "local_cloud converge",
    "env": "local_cloud env",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; answers the exit code. An exception that is no OperatorError is a defect and passes."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words and words[0] in MOVED:
        print(f"error: `{words[0]}` is now `python -m {MOVED[words[0]]}`.", file=sys.stderr)
        return ExitCode.FAILED
    arguments = parse(words)
    run: Callable[[argparse.Namespace], int] = arguments.run
    return reported(lambda: run(arguments))


def reported(work: Callable[[], int]) -> int:
    """The exit code of `work`. An error that an operator can act on is printed."""
    try:
        return work()
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return ExitCode.INTERRUPTED
    except OperatorError as error:
        text = str(error)
    except OSError as error:
        text = _file(error)
    except Exception as error:
        if not _is_engine_error(error):
            raise
        text = str(error)
    _print(text)
    return ExitCode.FAILED


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """What was asked for. `run` of the answer is the command's function. Exits for a wrong command or option."""
    parser = _Parser(prog="python -m operations", description="The operator's commands.")
    commands = parser.add_subparsers(required=True, metavar="command")
    for command in COMMANDS:
        if not command.is_there:
            continue
        added = commands.add_parser(command.name, help=command.help)
        if argv and argv[0] == command.name:
            options_of(command.name, added)
    return parser.parse_args(argv)


class _Parser(argparse.ArgumentParser):
    """argparse ends with 2 for a wrong option, which is the code of what is done and waits."""

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        super().exit(ExitCode.FAILED if status else ExitCode.DONE, message)


def options_of(name: str, parser: argparse.ArgumentParser) -> None:
    """Give a parser the options of a command, and the function that runs it as the default of `run`."""
    module = importlib.import_module(next(command.module for command in COMMANDS if command.name == name))
    module.options(parser)
    parser.set_defaults(run=module.run)


def _is_engine_error(error: Exception) -> bool:
    """Whether the Pulumi engine itself has failed. Its class is looked up where a command has loaded it."""
    engine = sys.modules.get("pulumi.automation")
    return engine is not None and isinstance(error, engine.CommandError)


def _file(error: OSError) -> str:
    """`FILE: No such file or directory`, without the number."""
    return f"{error.filename}: {error.strerror}." if error.filename and error.strerror else str(error)


def _print(text: str) -> None:
    from operations.run import hints

    print(f"error: {text}", file=sys.stderr)
    for hint in hints(text):
        print(f"hint: {hint}", file=sys.stderr)
