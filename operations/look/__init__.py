"""One site as the operator's commands see it, the checks that they make of it, and how those are told."""

from operations.look.aws_network import Attachment, Network, Route, Subnet, Table, describe
from operations.look.checks import Check, Status, counted, exit_code, text, worst
from operations.look.durations import duration
from operations.look.overlay_network import OverlayNetwork, describe_overlay
from operations.look.reachability import Pair, Reachability, Walk, summary
from operations.look.road import Road
from operations.look.survivor import Survivor
from operations.look.validation_checks import not_run, validation_checks

__all__ = [
    "Attachment",
    "Check",
    "Network",
    "OverlayNetwork",
    "Pair",
    "Reachability",
    "Road",
    "Route",
    "Status",
    "Subnet",
    "Survivor",
    "Table",
    "Walk",
    "counted",
    "describe",
    "describe_overlay",
    "duration",
    "exit_code",
    "not_run",
    "summary",
    "text",
    "validation_checks",
    "worst",
]
