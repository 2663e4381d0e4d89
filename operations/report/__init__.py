"""A drill or a failover, measured against its targets, and written as JSON and as a page."""

from operations.report.job_times import Measured, Span, VmTimes
from operations.report.last_failover import last_failover
from operations.report.recovered_vms import Networks, address_checks
from operations.report.recovery_report import Run, recovery_report
from operations.report.report import DRILL, Report, VmLine
from operations.report.report_store import Kept, Store, keep, kept, listing, store

__all__ = [
    "DRILL",
    "Kept",
    "Measured",
    "Networks",
    "Report",
    "Run",
    "Span",
    "Store",
    "VmLine",
    "VmTimes",
    "address_checks",
    "keep",
    "kept",
    "last_failover",
    "listing",
    "recovery_report",
    "store",
]
