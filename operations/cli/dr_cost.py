"""`python -m operations dr-cost`: warm standby, pilot light and zero compute side by side."""

import argparse
from dataclasses import fields
from pathlib import Path

from costs import StandbyUsage, compare_standbys, price_book
from costs.tables import dump, text, values
from operations.cli.argument_types import quantity
from operations.errors import OperationsError
from operations.run import Project
from topology import Site
from topology.compute import NODE_TYPES

_NODE_TYPE = "i4i.metal"


def options(parser: argparse.ArgumentParser) -> None:
    """Its options; each field of StandbyUsage is one."""
    parser.add_argument("--stack", help="the site that stands by (default: the one that is not home)")
    parser.add_argument(
        "--node-type", choices=NODE_TYPES, help=f"default: the site's compute.nodeType, or {_NODE_TYPE}"
    )
    parser.add_argument("--prices", type=Path, metavar="FILE", help="a price file to lay over those of prices/")
    parser.add_argument("--json", action="store_true", help="print JSON")
    for option in fields(StandbyUsage):
        flag, help = f"--{option.name.replace('_', '-')}", f"{option.metadata['help']} (default: %(default)s)"
        parser.add_argument(flag, type=quantity, default=option.default, metavar="NUMBER", help=help)


def run(arguments: argparse.Namespace) -> int:
    """Print the comparison."""
    usage = _usage(arguments)
    site = _standby(Project.here(), arguments.stack)
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


def _usage(arguments: argparse.Namespace) -> StandbyUsage:
    try:
        return StandbyUsage(**{option.name: getattr(arguments, option.name) for option in fields(StandbyUsage)})
    except ValueError as error:
        raise OperationsError(f"{error}.") from None


def _standby(project: Project, name: str | None) -> Site:
    model = project.model(project.sites()[0])
    sites = model.sites
    if name is None:
        return next(site for site in sites.values() if site.name != model.home.name)
    if name not in sites:
        raise OperationsError(f"There is no site {name!r}. The sites are {' and '.join(sites)}.")
    return sites[name]
