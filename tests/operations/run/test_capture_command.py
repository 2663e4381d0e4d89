"""What the command `capture` takes from the stack's outputs."""

from typing import Any

import pytest

from capture import CaptureError, Nic, Record, Report, Selection
from operations import OperationsError
from operations.capture import Wanted, capture, from_outputs
from operations.exit_code import ExitCode

REGION = "ap-northeast-1"
WEB = Record("i-1", "web-1", "running", (Nic(0, "172.30.1.34"),))


def test_without_a_migration_in_the_outputs_it_says_what_to_do() -> None:
    with pytest.raises(OperationsError, match="Set migration and ec2Vpc"):
        from_outputs({}, REGION, "ssm", {"table": "t", "vpc": "vpc-1"})
    wanted: Wanted = from_outputs({}, REGION, "api", {"table": "t", "tags": {"Wave": "1"}})
    assert (wanted.selection.vpc_id, wanted.selection.tags) == ("", {"Wave": "1"})


@pytest.mark.parametrize(
    ("report", "code"),
    [(Report(written=[WEB], terminated=[WEB]), ExitCode.DONE), (Report(terminated=[WEB]), ExitCode.WAITS)],
    ids=["captured", "only marked as terminated"],
)
def test_a_capture_that_has_only_marked_records_waits_for_a_look_at_the_selection(
    report: Report, code: ExitCode, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    assert captured(report, said, monkeypatch) == code
    assert any("check the selection and the account" in line for line in said) is (code is ExitCode.WAITS)


def test_a_capture_that_found_nothing_at_all_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CaptureError, match="No instance in vpc-1 was found in ap-northeast-1"):
        captured(Report(), [], monkeypatch)


def captured(report: Report, said: list[str], monkeypatch: pytest.MonkeyPatch) -> int:
    """What the command answers where the table reports this."""
    answers: dict[str, Any] = {"client": None, "capture_by_api": [], "Table": None, "store": report}
    for name, answer in answers.items():
        monkeypatch.setattr(f"operations.capture.instances.{name}", lambda *_, answer=answer: answer)
    return capture(Wanted("api", REGION, "t", Selection("vpc-1")), said.append)
