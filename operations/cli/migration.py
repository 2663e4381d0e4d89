"""`python -m operations migration`: which captured instances have become VMs with their addresses."""

import argparse
import json
import os

from operations.exit_code import ExitCode
from operations.look import Survivor
from operations.migration import look
from operations.run import Project


def options(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("--site", required=True, help="the site of ec2Vpc")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> ExitCode:
    """Print each instance that is not done; the exit code says whether the migration waits or needs a decision."""
    found = look(Survivor.of(Project.here(), arguments.site, os.environ))
    print(json.dumps(found.values(), indent=2) if arguments.json else found)
    return found.exit_code
