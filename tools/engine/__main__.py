"""Set up the Pulumi engine, look at it, or print the environment it needs."""

import argparse
import shlex
import sys
import time

from tools.engine.cache import Cache
from tools.engine.doctor import examine
from tools.engine.environment import environment
from tools.engine.errors import EngineError
from tools.engine.set_up import set_up


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the result is the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.engine", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    setup = commands.add_parser("setup", help="get a Pulumi CLI and an AWS plugin that work here")
    setup.add_argument("--refresh", action="store_true", help="try again the sources that failed before")
    commands.add_parser("doctor", help="say what the engine consists of and what is wrong with it")
    commands.add_parser("env", help='print the environment for a shell: eval "$(python -m tools.engine env)"')
    chosen = parser.parse_args(arguments)
    try:
        if chosen.command == "setup":
            return _setup(chosen.refresh)
        return _doctor() if chosen.command == "doctor" else _env()
    except EngineError as error:
        print(error, file=sys.stderr)
        return 1


def _setup(refresh: bool) -> int:
    started = time.monotonic()
    known = set_up(Cache.of_user(), lambda line: print(line, file=sys.stderr), refresh)
    cli, plugin = known.cli, known.aws_plugin
    print(f"Pulumi CLI {cli.version} ({cli.origin}), AWS plugin {plugin.version} ({plugin.origin})")
    print(f"The engine is set up ({time.monotonic() - started:.1f} s).")
    return 0


def _doctor() -> int:
    report = examine(Cache.of_user())
    print(report)
    return 1 if report.problems else 0


def _env() -> int:
    for name, value in environment().items():
        print(f"export {name}={shlex.quote(value)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
