"""The commands `drill` and `report`."""

import argparse
import os
import signal
from collections.abc import Callable
from types import FrameType

from operations.drill.drill import Drill
from operations.drill.tested import duration
from operations.look.check import Check, Status, exit_code, text
from operations.look.survivor import Survivor
from operations.report import history
from operations.report.last_failover import last_failover
from operations.report.report import Report
from operations.run.project import ROOT, Project
from providers.base import Progress

_PLACE = str(ROOT / ".local" / "reports")


def add(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add both to the parser's commands."""
    drill = command("drill", _drill, "test failover into the test network: measured, cleaned up, reported")
    drill.add_argument("--site", required=True, help="the standby site, which would recover the machines")
    drill.add_argument("--clean-up", action="store_true", help="only clean up after a drill that was killed")
    report = command("report", _report, "the same report, of the last real failover")
    report.add_argument("--site", required=True, help="the site that it led to")
    past = command("history", _history, "the reports of past drills and failovers")
    for one in (drill, report, past):
        one.add_argument(
            "--reports", default=_PLACE, metavar="PLACE", help="a directory or s3://bucket/prefix?region=REGION"
        )
        one.add_argument("--json", action="store_true", help="print JSON")


def _drill(arguments: argparse.Namespace) -> int:
    signal.signal(signal.SIGTERM, _interrupt)
    progress = Progress(lambda line: print(line, flush=True) if not arguments.json else None)
    drill = Drill(_survivor(arguments.site), lambda line: progress.say(line, always="%" not in line))
    if arguments.clean_up:
        left = drill.clean_up_leftovers()
        print("Cleaned up after a drill." if left else "No drill has left anything.")
        return 0
    return _told(drill.run(), arguments)


def _report(arguments: argparse.Namespace) -> int:
    return _told(last_failover(_survivor(arguments.site)), arguments)


def _history(arguments: argparse.Namespace) -> None:
    reports = history.kept(history.store(arguments.reports, os.environ))
    if arguments.json:
        print("[" + ",\n".join(report.dump() for report in reports) + "]")
    else:
        print(history.listing(reports))


def _told(report: Report, arguments: argparse.Namespace) -> int:
    data, page = history.keep(report, history.store(arguments.reports, os.environ))
    if arguments.json:
        print(report.dump(), end="")
    else:
        shown = [check for check in report.checks if check.status is not Status.PASS] or list(_summary(report))
        print(f"\n{report.title}: {report.status}\n{text(shown)}\n\n{_figures(report)}\n{page}\n{data}")
    return exit_code(report.checks)


def _summary(report: Report) -> tuple[Check, ...]:
    return tuple(check for check in report.checks if check.name in ("RTO", "RPO", "cleaned up", "production untouched"))


def _figures(report: Report) -> str:
    figures = (("RTO", report.rto), ("RPO", report.rpo))
    return ", ".join(
        f"{name} {'not known' if found.seconds is None else duration(found.seconds)}"
        f"{'' if found.target is None else f' (target {duration(found.target)})'}"
        for name, found in figures
    )


def _survivor(site: str) -> Survivor:
    return Survivor.of(Project.here(), site, os.environ)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """SIGTERM leaves by the same way as Ctrl-C, so that the test is cleaned up."""
    raise KeyboardInterrupt
