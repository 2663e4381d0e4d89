"""What an operator reads while the engine works."""

import pytest
from pulumi.automation import EngineEvent

from operations.run import Progress

URN = "urn:pulumi:osaka::nc2-dr::nc2dr:index:Overlay$pulumi-python:dynamic/prism:Vpc::overlay-vpc"


def step(kind: str, op: str) -> EngineEvent:
    metadata = {"op": op, "urn": URN, "type": "pulumi-python:dynamic/prism:Vpc", "provider": ""}
    return EngineEvent.from_json({"sequence": 1, "timestamp": 1, kind: {"metadata": metadata}})


def said(message: str, severity: str = "info") -> EngineEvent:
    event = {"message": message, "color": "never", "severity": severity}
    return EngineEvent.from_json({"sequence": 1, "timestamp": 1, "diagnosticEvent": event})


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (step("resourcePreEvent", "create"), "osaka: creating Vpc overlay-vpc"),
        (step("resOutputsEvent", "create"), "osaka: created Vpc overlay-vpc"),
        (step("resourcePreEvent", "delete"), "osaka: deleting Vpc overlay-vpc"),
        (step("resourcePreEvent", "same"), None),
        (step("resOutputsEvent", "read"), None),
        (step("resOpFailedEvent", "update"), "osaka: FAILED: Vpc overlay-vpc"),
        (
            said("2 VMs will be started.\n  web-1  recovery point  \n\n  web-2\n"),
            "osaka: 2 VMs will be started.\n  web-1  recovery point\n  web-2",
        ),
        (
            said("Attempting to update resources with 2 pending operations from previous deployment.\n *", "warning"),
            "osaka: An earlier run was interrupted. This run adopts what that run had begun.",
        ),
        (said("no route", "warning"), "osaka: warning: no route"),
        (said("noise", "debug"), None),
        (said(" \n"), None),
    ],
)
def test_an_event_is_a_line_or_nothing(event: EngineEvent, line: str | None) -> None:
    assert Progress("osaka").line(event) == line


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (step("resourcePreEvent", "update"), "  osaka: Vpc overlay-vpc will be updated"),
        (step("resourcePreEvent", "create"), "  osaka: Vpc overlay-vpc will be created"),
        (step("resOutputsEvent", "update"), None),
        (step("resourcePreEvent", "same"), None),
        (said("no route", "warning"), "  osaka: warning: no route"),
    ],
)
def test_a_preview_tells_what_will_happen_and_nothing_as_done(event: EngineEvent, line: str | None) -> None:
    assert Progress("osaka", preview=True).line(event) == line


def test_what_is_done_is_counted() -> None:
    progress = Progress("osaka")
    for kind, op in (("resourcePreEvent", "create"), ("resOutputsEvent", "create"), ("resOutputsEvent", "same")):
        progress.line(step(kind, op))
    assert progress.done == 1
