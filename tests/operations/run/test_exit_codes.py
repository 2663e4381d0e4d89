"""The exit codes of the commands: what a pipeline can act on, and the page that says so."""

import json
from pathlib import Path
from typing import Any

import pytest

from operations.cli import main
from operations.cli.main import COMMANDS
from operations.exit_code import ExitCode
from operations.look import Check, Status, exit_code
from operations.migration import Progress
from operations.probe import look
from operations.run import ROOT
from providers.ip_retention import Captured, IpRetentionInputs, Verdict
from tests.operations._estate import OTHER, Estate

PAGE = (ROOT / "docs" / "exit-codes.md").read_text()


def test_the_page_has_a_row_for_every_command_and_a_meaning_for_every_code() -> None:
    rows = [line.split(" | ")[0].strip("| `") for line in PAGE.splitlines() if line.startswith("| ")]
    assert [row for row in rows if row.isdigit()] == [str(int(code)) for code in ExitCode]
    named = rows[rows.index("command") + 1 :]
    assert named[: len(COMMANDS) + 1] == ["---", *(command.name for command in COMMANDS)]


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_a_wrong_option_fails_and_is_not_taken_for_something_that_waits(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--no-such-option"])
    assert ended.value.code == ExitCode.FAILED
    assert "usage: python -m operations" in capsys.readouterr().err


def test_a_help_text_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == ExitCode.DONE
    assert "migration" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("statuses", "strict", "code"),
    [
        ((Status.PASS, Status.WARN), False, ExitCode.DONE),
        ((Status.PASS, Status.PASS), True, ExitCode.DONE),
        ((Status.PASS, Status.WARN), True, ExitCode.WAITS),
        ((Status.WARN, Status.FAIL), True, ExitCode.FAILED),
        ((Status.WARN, Status.FAIL), False, ExitCode.FAILED),
    ],
)
def test_a_warning_waits_for_somebody_who_looks_where_that_was_asked_for(
    statuses: tuple[Status, ...], strict: bool, code: ExitCode
) -> None:
    assert exit_code([Check("a", status, "b", "c") for status in statuses], strict=strict) == code


@pytest.mark.parametrize(
    ("kinds", "code"),
    [
        ((), ExitCode.WAITS),
        (("retained", "left out"), ExitCode.DONE),
        (("retained", "waits"), ExitCode.WAITS),
        (("retained", "change"), ExitCode.WAITS),
        (("retained", "waits", "refused"), ExitCode.FAILED),
    ],
    ids=["nothing captured", "all done", "a missing VM", "an up to run", "a decision to take"],
)
def test_a_migration_with_missing_vms_is_not_green(kinds: tuple[Any, ...], code: ExitCode) -> None:
    plan = {f"i-{number}": Verdict(kind, "a sentence") for number, kind in enumerate(kinds)}
    vms = {key: Captured(name=f"web-{key}") for key in plan}
    where: dict[str, Any] = {"table": "t", "region": "r", "vpc_id": "v", "subnets": {}}
    found = Progress(IpRetentionInputs(owner="a/b/c", mode="retain", vms=vms, **where), plan)
    assert found.exit_code == code
    assert [one["state"] for one in found.values()["instances"].values()] == list(kinds)
    assert f"Addresses of {len(kinds)} instances" in str(found)


@pytest.mark.slow
def test_what_a_probe_did_not_remove_or_found_elsewhere_waits(
    sites: Estate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in sites.environment(OTHER).items():
        monkeypatch.setenv(name, value)
    file = tmp_path / "seen.json"
    assert main(["probe", "--site", OTHER, "--output", str(file)]) == ExitCode.DONE
    rows = json.loads(file.read_text())
    next(row for row in rows["findings"] if row["id"] == "listing-totals")["facts"]["orderKept"] = False
    file.write_text(json.dumps(rows))
    assert main(["probe", "--site", OTHER, "--compare", str(file)]) == ExitCode.WAITS
    monkeypatch.setattr("operations.cli.probe.look", lambda *given: (look(*given)[0], ["category 'x'"]))
    assert main(["probe", "--site", OTHER]) == ExitCode.WAITS
    assert "not removed: category 'x'. Remove it by hand." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("outputs", "code"),
    [({}, ExitCode.WAITS), ({"transitGatewayId": "tgw-own"}, ExitCode.DONE)],
    ids=["before the first up", "after it"],
)
def test_requests_to_the_owner_of_a_gateway_wait_for_the_stack_s_own(
    outputs: dict[str, str], code: ExitCode, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("operations.run.Stack.published", lambda self: outputs)
    words = ["gateway-requests", "--site", "tokyo", "--gateway", "tgw-theirs", "--account", "210987654321"]
    assert main(words) == code
    said = capsys.readouterr()
    assert "1. tokyo: ask for the peering" in said.out
    assert "2. account 210987654321: accept it\n   aws ec2 accept-transit-gateway-peering-attachment" in said.out
    assert ("THE-STACKS-GATEWAY" in said.out) is ("has made no gateway yet" in said.err) is (code is ExitCode.WAITS)
