"""`python -m operations prices refresh`: a price file from AWS's own price list."""

import argparse
import sys
from pathlib import Path

from costs.refresh import refresh, write
from operations.run import Project


def options(parser: argparse.ArgumentParser) -> None:
    """Its one action, with options of its own."""
    actions = parser.add_subparsers(required=True, metavar="action")
    ask = actions.add_parser("refresh", help="ask the AWS Price List API and write a price file")
    ask.add_argument("--output", type=Path, required=True, metavar="FILE")
    ask.add_argument("--region", action="append", help="instead of the sites' regions; may be given more than once")


def run(arguments: argparse.Namespace) -> int:
    """Write the file; 1 where AWS did not give a price, which is named."""
    refreshed = refresh(arguments.region or _regions(Project.here()))
    write(refreshed.prices, arguments.output)
    print(f"{len(refreshed.prices)} prices are in {arguments.output}.")
    for problem in refreshed.problems:
        print(problem, file=sys.stderr)
    return 1 if refreshed.problems else 0


def _regions(project: Project) -> list[str]:
    return sorted({site.region for site in project.model(project.sites()[0]).sites.values()})
