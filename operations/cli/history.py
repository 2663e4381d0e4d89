"""`python -m operations history`: the reports of past drills and failovers."""

import argparse
import os
import sys

from operations.cli.report import add_output
from operations.report import kept, listing, store


def options(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    add_output(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print one line per report, or all of them as JSON; 1 where a file could not be read, which is named."""
    found = kept(store(arguments.reports, os.environ))
    dumped = ",\n".join(report.dump() for report in found.reports)
    print(f"[{dumped}]" if arguments.json else listing(found.reports))
    for name, why in found.broken.items():
        print(f"error: {name}: {why}", file=sys.stderr)
    return int(bool(found.broken))
