"""`python -m operations probe`: every assumption that can be looked at, looked at from one site's own environment."""

import argparse
import os
from pathlib import Path

from operations.cli.argument_types import seconds
from operations.exit_code import ExitCode
from operations.look import Survivor
from operations.probe import SECONDS, Site, Verdict, differences, document, look, read, text
from operations.run import Project


def options(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument(
        "--site", "--stack", required=True, help="whose Prism Central, console and region are looked at"
    )
    parser.add_argument(
        "--scratch",
        action="store_true",
        help="also make one category, one VM without disks and one recovery plan, look at them, and remove them",
    )
    parser.add_argument("--vpc", default="", metavar="ID", help="the site's VPC, where its stack has none yet")
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="write what was seen, with names, addresses and ids replaced"
    )
    parser.add_argument("--compare", type=Path, metavar="FILE", help="name what differs from a file of another site")
    parser.add_argument("--deadline", type=seconds, default=SECONDS, metavar="SECONDS", help="for all looks together")


def run(arguments: argparse.Namespace) -> int:
    """Print what was seen. What contradicts fails; a difference and what was not removed wait for a person."""
    there = read(arguments.compare) if arguments.compare else None
    site = Site(Survivor.of(Project.here(), arguments.site, os.environ), arguments.vpc)
    findings, left = look(site, arguments.deadline, arguments.scratch)
    print(text(findings))
    for what in left:
        print(f"\nnot removed: {what}. Remove it by hand.")
    if arguments.output:
        arguments.output.write_text(document(findings, site.secrets()))
        print(f"\nwrote {arguments.output}: names, addresses and ids are replaced. Read it before you share it.")
    apart = differences(findings, there) if there is not None else []
    if there is not None:
        print(f"\nHeld against {arguments.compare}: {len(apart) or 'no'} differences.")
        print("\n".join(f"  {sentence}" for sentence in apart), end="\n" if apart else "")
    if any(one.seen.verdict is Verdict.CONTRADICTED for one in findings):
        return ExitCode.FAILED
    return ExitCode.WAITS if apart or left else ExitCode.DONE
