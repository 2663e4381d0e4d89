"""The field probe: each assumption that can be looked at, looked at in a user's own Prism Central, console and AWS."""

from operations.probe.all_probes import PROBED, SECONDS, SERVICES, Finding, look
from operations.probe.result_table import text
from operations.probe.seen import Seen, Verdict
from operations.probe.shared_file import differences, document, read
from operations.probe.site import Site

__all__ = [
    "PROBED",
    "SECONDS",
    "SERVICES",
    "Finding",
    "Seen",
    "Site",
    "Verdict",
    "differences",
    "document",
    "look",
    "read",
    "text",
]
