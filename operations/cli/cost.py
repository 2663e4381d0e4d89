"""The commands `cost`, `dr-cost` and `prices refresh`."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from pathlib import Path

from costs.charges import Usage
from costs.price_files import price_book
from costs.refresh.price_file import write
from costs.refresh.price_list import refresh
from costs.standby import StandbyUsage, compare_standbys
from costs.tables.estimate import dump, report
from costs.tables.standby import text, values
from operations.run.project import Project
from topology import SiteModel, build
from topology.compute import NODE_TYPES

_MOST_GB = 10**9
_NODE_TYPE = "i4i.metal"


def add(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add them to the parser's commands; the fields of Usage and of StandbyUsage are options of the costs."""
    cost = command("cost", _cost, "a month's cost of the sites, and VPC peering beside transit-gateway peering")
    cost.add_argument("--stack", help="this site only")
    cost.add_argument("--prices", type=Path, metavar="FILE", help="a price file to lay over those of prices/")
    cost.add_argument("--json", action="store_true")
    for option in fields(Usage):
        flag, help = f"--{option.name.replace('_', '-')}", f"{option.metadata['help']} (default: %(default)s)"
        cost.add_argument(flag, type=_gigabytes, default=option.default, metavar="GB", help=help)
    standby = command("dr-cost", _standby_cost, "warm standby, pilot light and zero compute side by side, with RTOs")
    standby.add_argument("--stack", help="the site that stands by (default: the one that is not home)")
    standby.add_argument("--node-type", choices=NODE_TYPES, help="default: the site's compute.nodeType, or i4i.metal")
    standby.add_argument("--prices", type=Path, metavar="FILE", help="a price file to lay over those of prices/")
    standby.add_argument("--json", action="store_true")
    for option in fields(StandbyUsage):
        flag, help = f"--{option.name.replace('_', '-')}", f"{option.metadata['help']} (default: %(default)s)"
        standby.add_argument(flag, type=_gigabytes, default=option.default, metavar="NUMBER", help=help)
    actions = command("prices", None, "the price files").add_subparsers(required=True, metavar="action")
    ask = actions.add_parser("refresh", help="ask the AWS Price List API and write a price file")
    ask.add_argument("--output", type=Path, required=True, metavar="FILE")
    ask.add_argument("--region", action="append", help="instead of the sites' regions; may be given again")
    ask.set_defaults(run=_refresh)


def _models(project: Project, stack: str | None = None) -> list[SiteModel]:
    """The model of the stack, or of every site of the project. Raises ConfigurationError."""
    names = [stack] if stack else list(project.configuration()["sites"])
    return [build(project.configuration(name), name, project.name) for name in names]


def _cost(arguments: argparse.Namespace) -> int:
    usage = Usage(**{option.name: getattr(arguments, option.name) for option in fields(Usage)})
    values, text = report(_models(Project.here(), arguments.stack), usage, arguments.prices)
    print(dump(values) if arguments.json else text)
    return 1 if values["missing"] else 0


def _standby_cost(arguments: argparse.Namespace) -> int:
    usage = StandbyUsage(**{option.name: getattr(arguments, option.name) for option in fields(StandbyUsage)})
    known = _models(Project.here())
    name = arguments.stack or next(model.me.name for model in known if not model.is_home)
    site = next((model.me for model in known if model.me.name == name), None)
    if site is None:
        raise ValueError(f"There is no site {name!r}; expected {' or '.join(model.me.name for model in known)}.")
    compute = site.compute
    kind = NODE_TYPES[arguments.node_type or (compute.node_type.name if compute else _NODE_TYPE)]
    compared = compare_standbys(
        site.region,
        kind,
        usage,
        price_book(arguments.prices),
        active_nodes=compute.active_nodes if compute else None,
        standby_nodes=compute.standby_nodes if compute else None,
    )
    print(dump(values(compared, usage)) if arguments.json else text(compared, usage))
    return 0


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
        raise argparse.ArgumentTypeError(f"expected a number from 0 to {_MOST_GB}, found {text!r}")
    return value
