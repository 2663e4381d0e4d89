"""The network of EC2 instances, captured before they move: the records, their table, and two ways to fill it.

A record is found by instance id. The two ways are EC2's API (`capture_by_api`) and a Systems Manager document that runs
in the guest (`capture_by_ssm`). Both end in one record per instance, and the record says where the two disagree.
"""

from capture.api import capture_by_api, now
from capture.documents import LINUX, WINDOWS, document
from capture.errors import CaptureError
from capture.record import NO_NAME, TERMINATED, Nic, Record, Snapshot, merged
from capture.run import Report, store
from capture.selection import Selection, by_id, name_of, selected, state_of
from capture.ssm import Documents, Outcome, capture_by_ssm
from capture.table import JOURNAL, Table

__all__ = [
    "JOURNAL",
    "LINUX",
    "NO_NAME",
    "TERMINATED",
    "WINDOWS",
    "CaptureError",
    "Documents",
    "Nic",
    "Outcome",
    "Record",
    "Report",
    "Selection",
    "Snapshot",
    "Table",
    "by_id",
    "capture_by_api",
    "capture_by_ssm",
    "document",
    "merged",
    "name_of",
    "now",
    "selected",
    "state_of",
    "store",
]
