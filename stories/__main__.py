"""`python -m stories`: the demonstrations, each on a local cloud of its own, with every claim verified."""

import argparse
import importlib
import sys
from pathlib import Path

from operations import cli
from operations.run import ROOT
from stories.scenario import Scenario

_STORIES = {
    "demo": ("stories.demo", "both sites, failover and failback, verified"),
    "demo-migration": ("stories.migration", "EC2 instances become VMs at their old addresses, verified"),
    "demo-pilot-light": ("stories.pilot_light", "two tiers: a small cluster for some VMs, a bucket for the rest"),
    "demo-zero-compute": ("stories.zero_compute", "no cluster until the disaster, and none after the failback"),
}


def main() -> int:
    """Tell one story; answers how many of its claims were not met."""
    parser = argparse.ArgumentParser(prog="python -m stories", description=__doc__)
    stories = parser.add_subparsers(required=True, metavar="story", dest="name")
    for name, (_, help) in _STORIES.items():
        story = stories.add_parser(name, help=help)
        story.add_argument("--directory", type=Path, default=ROOT / ".local" / name, help="made anew (%(default)s)")
        story.add_argument("--keep", action="store_true", help="leave the local cloud running")
    arguments = parser.parse_args()
    return cli.reported(lambda: _tell(arguments))


def _tell(arguments: argparse.Namespace) -> int:
    story: type[Scenario] = importlib.import_module(_STORIES[arguments.name][0]).STORY
    problems = story.tell(arguments.directory, lambda line: print(line, flush=True), keep=arguments.keep)
    for problem in problems:
        print(f"NOT AS CLAIMED: {problem}", file=sys.stderr)
    if not problems:
        print(f"\n{story.claim}")
    return len(problems)


if __name__ == "__main__":
    sys.exit(main())
