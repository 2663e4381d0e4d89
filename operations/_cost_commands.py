"""The commands `cost` and `prices refresh`."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from pathlib import Path

from operations.cost import dump, models, report
from operations.price_file import write
from operations.price_list import refresh
from operations.project import Project
from topology.charges import Usage

_MOST_GB = 10**9


def add(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add both to the parser's commands; each field of Usage is an option of `cost`."""
    cost = command("cost", _cost, "a month's cost of the sites, and VPC peering beside transit-gateway peering")
    cost.add_argument("--stack", help="this site only")
    cost.add_argument("--prices", type=Path, metavar="FILE", help="a price file to lay over those of prices/")
    cost.add_argument("--json", action="store_true")
    for option in fields(Usage):
        flag, help = f"--{option.name.replace('_', '-')}", f"{option.metadata['help']} (default: %(default)s)"
        cost.add_argument(flag, type=_gigabytes, default=option.default, metavar="GB", help=help)
    actions = command("prices", None, "the price files").add_subparsers(required=True, metavar="action")
    ask = actions.add_parser("refresh", help="ask the AWS Price List API and write a price file")
    ask.add_argument("--output", type=Path, required=True, metavar="FILE")
    ask.add_argument("--region", action="append", help="instead of the sites' regions; may be given again")
    ask.set_defaults(run=_refresh)


def _cost(arguments: argparse.Namespace) -> int:
    usage = Usage(**{option.name: getattr(arguments, option.name) for option in fields(Usage)})
    values, text = report(models(Project.here(), arguments.stack), usage, arguments.prices)
    print(dump(values) if arguments.json else text)
    return 1 if values["missing"] else 0


def _refresh(arguments: argparse.Namespace) -> int:
    sites = Project.here().configuration()["sites"].values()
    refreshed = refresh(arguments.region or sorted({site["region"] for site in sites}))
    write(refreshed.prices, arguments.output)
    print(f"{len(refreshed.prices)} prices are in {arguments.output}.")
    for problem in refreshed.problems:
        print(problem, file=sys.stderr)
    return 1 if refreshed.problems else 0


def _gigabytes(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not 0 <= value <= _MOST_GB:
        raise argparse.ArgumentTypeError(f"expected GB from 0 to {_MOST_GB}, found {text!r}")
    return value
