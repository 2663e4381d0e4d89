"""The command `readiness`."""

import argparse
import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime

from operations.look.check import Check, counted, exit_code, text, worst
from operations.look.survivor import Survivor
from operations.readiness import look
from operations.run.project import Project


def add(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add it to the parser's commands."""
    readiness = command("readiness", _readiness, "what a failover to a site needs, checked from that site")
    readiness.add_argument("--site", required=True, help="the site that would take over")
    readiness.add_argument("--json", action="store_true", help="print JSON, one document a look")
    readiness.add_argument("--strict", action="store_true", help="exit with 1 also where something warns")
    readiness.add_argument("--every", type=_seconds, metavar="SECONDS", help="look again and again")
    readiness.add_argument("--deadline", type=_seconds, default=90.0, metavar="SECONDS", help="for all checks together")


def _readiness(arguments: argparse.Namespace) -> int:
    while True:
        # Read anew each time: an old configuration, or an old client, would be ready for something else.
        survivor = Survivor.of(Project.here(), arguments.site, os.environ)
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


def _seconds(given: str) -> float:
    try:
        value = float(given)
    except ValueError:
        value = 0.0
    if not 1 <= value <= 86400:
        raise argparse.ArgumentTypeError(f"expected seconds from 1 to 86400, found {given!r}")
    return value
