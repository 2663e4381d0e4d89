"""`python -m operations drill`: a test failover at the standby, measured, cleaned up and reported."""

import argparse
import os
import signal
from types import FrameType

from operations.cli.report import add_output, keep_and_print
from operations.drill import Drill
from operations.look import Survivor
from operations.run import Project
from providers.base import Progress


def options(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("--site", required=True, help="the standby site, which would recover the VMs")
    parser.add_argument("--clean-up", action="store_true", help="only clean up after a drill that was killed")
    add_output(parser)


def run(arguments: argparse.Namespace) -> int:
    """Run the drill and keep its report; 1 where a check failed."""
    signal.signal(signal.SIGTERM, _interrupt)
    progress = Progress(lambda line: print(line, flush=True) if not arguments.json else None)
    survivor = Survivor.of(Project.here(), arguments.site, os.environ).as_published()
    drill = Drill(survivor, lambda line: progress.say(line, always="%" not in line))
    if arguments.clean_up:
        left = drill.clean_up_leftovers()
        print("Cleaned up after an earlier drill." if left else "No drill has left anything.")
        return 0
    return keep_and_print(drill.run(), arguments)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """SIGTERM ends the drill as Ctrl-C does, so that the test is cleaned up."""
    raise KeyboardInterrupt
