"""The local cloud from the command line: `python -m simulator.cloud up|status|env|fault|save|restore|down`."""

import argparse
import os
import shlex
import sys
import time
from collections.abc import Callable
from pathlib import Path

from simulator.cloud.cloud import LocalCloud
from simulator.cloud.environment import foreign
from simulator.cloud.errors import CloudError
from simulator.cloud.gateway import Mode
from simulator.cloud.record import SERVICES


def main(argv: list[str] | None = None) -> int:
    """Answers 0 when done, 1 when something is down, 2 when it cannot be done."""
    options = _parse(argv)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except CloudError as error:
        print(error, file=sys.stderr)
        return 2


def _up(options: argparse.Namespace) -> int:
    LocalCloud(options.directory).up(dict(options.site), _say)
    return 0


def _save(options: argparse.Namespace) -> int:
    LocalCloud(options.directory).save(options.snapshot)
    print(f"The local cloud in {options.directory} and the stacks' state are written into {options.snapshot}.")
    return 0


def _restore(options: argparse.Namespace) -> int:
    LocalCloud(options.directory).restore(options.snapshot, _say)
    return 0


def _down(options: argparse.Namespace) -> int:
    if LocalCloud(options.directory).down(_say):
        print(f"The local cloud in {options.directory} and the stacks' state are discarded.")
    else:
        print(f"There is no local cloud in {options.directory}.")
    return 0


def _status(options: argparse.Namespace) -> int:
    status = LocalCloud(options.directory).status()
    print(f"local cloud {status.id}, up for {time.time() - status.since:.0f} s")
    width = max((len(one.name) for one in status.processes), default=0)
    for one in status.processes:
        state = "runs" if one.alive else "gone"
        first, *more = one.serves or ("",)
        print(f"{one.name:{width}}  {one.pid:>7}  {state}  {first}".rstrip())
        for line in more:
            print(f"{'':{width}}  {'':>7}        {line}")
    if status.problem:
        print(status.problem, file=sys.stderr)
    return 0 if status.healthy else 1


def _env(options: argparse.Namespace) -> int:
    variables = LocalCloud(options.directory).environment(options.name)
    if strangers := foreign(os.environ):
        print(f"unset {' '.join(strangers)}")
    for name, value in variables.items():
        print(f"export {name}={shlex.quote(value)}")
    return 0


def _fault(options: argparse.Namespace) -> int:
    LocalCloud(options.directory).fault(options.name, options.mode, options.service)
    print(f"{options.name}: {options.service or ' and '.join(SERVICES)} {options.mode}")
    return 0


def _parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m simulator.cloud", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, run, text in (
        ("up", _up, "start the clouds"),
        ("status", _status, "what runs; exit code 1 when something is down"),
        ("env", _env, "export lines to work against a site"),
        ("fault", _fault, "make a site's endpoints fail, or serve again"),
        ("save", _save, "write the clouds' objects and the stacks' state into a new directory"),
        ("restore", _restore, "start the clouds with what save wrote"),
        ("down", _down, "end the clouds, discard them and the stacks' state"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("--directory", type=Path, required=True, help="where the cloud is kept")
        command.set_defaults(run=run)
        if name == "up":
            command.add_argument("--site", type=_named_region, action="append", default=[], metavar="NAME=REGION")
        if name in ("save", "restore"):
            command.add_argument("snapshot", type=Path, metavar="SNAPSHOT", help="the directory of the snapshot")
        if name in ("env", "fault"):
            command.add_argument("name", metavar="SITE")
        if name == "fault":
            command.add_argument("mode", choices=[mode.value for mode in Mode])
            command.add_argument("--service", choices=SERVICES, help="only this one; default: all")
    return parser.parse_args(argv)


def _named_region(text: str) -> tuple[str, str]:
    name, equals, region = text.partition("=")
    if not (name and equals and region):
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=REGION, as in tokyo=ap-northeast-1")
    return name, region


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
