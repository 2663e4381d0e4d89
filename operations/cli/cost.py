"""`python -m operations cost`: what a month of the sites costs."""

import argparse
from dataclasses import fields
from pathlib import Path

from costs import Usage
from costs.tables import dump, report
from operations.cli.argument_types import quantity
from operations.run import Project


def options(parser: argparse.ArgumentParser) -> None:
    """Its options; each field of Usage is one."""
    parser.add_argument("--stack", help="this site only")
    parser.add_argument("--prices", type=Path, metavar="FILE", help="a price file to lay over those of prices/")
    parser.add_argument("--json", action="store_true", help="print JSON")
    for option in fields(Usage):
        flag, help = f"--{option.name.replace('_', '-')}", f"{option.metadata['help']} (default: %(default)s)"
        parser.add_argument(flag, type=quantity, default=option.default, metavar="GB", help=help)


def run(arguments: argparse.Namespace) -> int:
    """Print the estimate; 1 where a price is missing."""
    usage = Usage(**{option.name: getattr(arguments, option.name) for option in fields(Usage)})
    project = Project.here()
    sites = [arguments.stack] if arguments.stack else project.sites()
    values, text = report([project.model(site) for site in sites], usage, arguments.prices)
    print(dump(values) if arguments.json else text)
    return 1 if values["missing"] else 0
