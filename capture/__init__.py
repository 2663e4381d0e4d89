"""What an EC2 instance's network was, captured before it moves: the records, their table, and two ways to fill it.

A record is found by instance id. Both ways, EC2's API and the documents that Systems Manager runs in the guest, end in
one record, and where they disagree the record says so.
"""

from capture.errors import CaptureError
from capture.record import NO_NAME, TERMINATED, Nic, Record, Snapshot
from capture.table import Table

__all__ = ["NO_NAME", "TERMINATED", "CaptureError", "Nic", "Record", "Snapshot", "Table"]
