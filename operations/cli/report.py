"""`python -m operations report`: the last real failover to a site, reported as a drill is."""

import argparse
import os

from operations.look import Check, Status, Survivor, duration, exit_code, text
from operations.report import Report, keep, last_failover, store
from operations.run import ROOT, Project

_PLACE = str(ROOT / ".local" / "reports")
_SUMMARY = ("RTO", "RPO", "cleaned up", "production untouched")


def options(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("--site", required=True, help="the site that took over")
    add_output(parser)


def run(arguments: argparse.Namespace) -> int:
    """Keep the report and print it; 1 where a check failed."""
    return keep_and_print(last_failover(Survivor.of(Project.here(), arguments.site, os.environ)), arguments)


def add_output(parser: argparse.ArgumentParser) -> None:
    """The options of every command that reads or writes reports."""
    place = "a directory or s3://bucket/prefix?region=REGION"
    parser.add_argument("--reports", default=_PLACE, metavar="PLACE", help=f"where reports are kept: {place}")
    parser.add_argument("--json", action="store_true", help="print JSON")


def keep_and_print(report: Report, arguments: argparse.Namespace) -> int:
    """Write the report's two files and print what matters; 1 where a check failed."""
    data, page = keep(report, store(arguments.reports, os.environ))
    if arguments.json:
        print(report.dump(), end="")
    else:
        shown = [check for check in report.checks if check.status is not Status.PASS] or _summary(report)
        print(f"\n{report.title}: {report.status}\n{text(shown)}\n\n{_figures(report)}\n{page}\n{data}")
    return exit_code(report.checks)


def _summary(report: Report) -> list[Check]:
    return [check for check in report.checks if check.name in _SUMMARY]


def _figures(report: Report) -> str:
    figures = (("RTO", report.rto), ("RPO", report.rpo))
    return ", ".join(
        f"{name} {'not known' if found.seconds is None else duration(found.seconds)}"
        f"{'' if found.target is None else f' (target {duration(found.target)})'}"
        for name, found in figures
    )
