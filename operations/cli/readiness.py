"""`python -m operations readiness`: what a failover to a site needs, checked from that site."""

import argparse
import json
import os
import time
from datetime import UTC, datetime

from operations.cli.argument_types import seconds
from operations.look import Check, Survivor, counted, exit_code, text, worst
from operations.readiness import look
from operations.run import Project

_DEADLINE = 90.0


def options(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("--site", required=True, help="the site that would take over")
    parser.add_argument("--json", action="store_true", help="print JSON, one document per look")
    parser.add_argument("--strict", action="store_true", help="exit with 2 where a check warns and none fails")
    parser.add_argument("--every", type=seconds, metavar="SECONDS", help="look again and again, until it is stopped")
    parser.add_argument(
        "--deadline", type=seconds, default=_DEADLINE, metavar="SECONDS", help="for all checks together"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the checks; the exit code says whether one fails."""
    while True:
        # Read anew each time: an old configuration, or an old client, would be ready for something else.
        survivor = Survivor.of(Project.here(), arguments.site, os.environ).as_published()
        checks = look(survivor, seconds=arguments.deadline)
        print(document(survivor, checks) if arguments.json else _text(arguments.site, checks), flush=True)
        if arguments.every is None:
            return exit_code(checks, strict=arguments.strict)
        time.sleep(arguments.every)


def _text(site: str, checks: list[Check]) -> str:
    return f"{text(checks)}\n\nReadiness of {site}: {worst(checks)} ({counted(checks)})"


def document(survivor: Survivor, checks: list[Check]) -> str:
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    foreseen = survivor.foreseen_already
    values = {
        "site": survivor.name,
        "time": moment,
        "status": str(worst(checks)),
        "checks": [check.values() for check in checks],
        "foreseen": foreseen.as_json() if foreseen else None,
    }
    return json.dumps(values, indent=2)
