"""`python -m operations history`: the reports of past drills and failovers."""

import argparse
import os

from operations.cli.report import add_output
from operations.report import kept, listing, store


def options(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    add_output(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print one line per report, or all of them as JSON."""
    reports = kept(store(arguments.reports, os.environ))
    print("[" + ",\n".join(report.dump() for report in reports) + "]" if arguments.json else listing(reports))
    return 0
