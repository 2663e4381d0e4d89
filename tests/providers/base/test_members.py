"""Failures of a set of members are told shortly: the first by name, and all in a file."""

from __future__ import annotations

from pathlib import Path

import pulumi
import pytest

from errors import OperatorError
from prism.dataprotection import ExecutionStep, StepEntity
from providers.base import MembersFailedError, foresee, raise_failed
from providers.failover import failed_steps
from providers.recovery import listed

MANY = {f"vm-{number:03}": OperatorError("Could not power it off: " + "x" * 200 + ".") for number in range(302)}


@pytest.fixture(autouse=True)
def in_a_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def kept(tmp_path: Path) -> str:
    """The file with all of them."""
    (file,) = (tmp_path / ".local" / "messages").iterdir()
    return file.read_text()


def test_a_few_failures_are_all_told(tmp_path: Path) -> None:
    with pytest.raises(MembersFailedError, match=r"2 of 3 VMs failed; the others are done(?s:.*)'a': no(?s:.*)'b': no"):
        raise_failed("VMs", {"a": OperatorError("no"), "b": OperatorError("no")}, 3)
    assert list(tmp_path.iterdir()) == []


def test_hundreds_of_failures_are_told_shortly_and_are_all_in_a_file(tmp_path: Path) -> None:
    with pytest.raises(MembersFailedError) as caught:
        raise_failed("VMs", MANY, 302)
    text = str(caught.value)
    assert text.startswith("302 of 302 VMs failed.")
    assert "'vm-009'" in text
    assert "and 292 more; all 302 are in /" in text
    assert len(text) < 4000
    assert kept(tmp_path).count("Could not power it off") == 302


def test_hundreds_that_would_fail_are_one_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(pulumi.log, "warn", said.append)
    foresee(lambda: MANY)
    assert len(said) == 1
    assert len(said[0]) < 4000
    assert kept(tmp_path).count("would fail now") == 302


def test_hundreds_of_names_are_cut_and_counted(tmp_path: Path) -> None:
    text = listed(sorted(MANY))
    assert text.startswith("302 VMs: vm-000, vm-001, ")
    assert "vm-029, and 272 more; all 302 are in /" in text
    assert kept(tmp_path).split() == sorted(MANY)
    assert listed(sorted(MANY), 2) == "302 VMs: vm-000, vm-001 and 300 more"


def test_the_name_of_a_member_cannot_begin_a_line() -> None:
    with pytest.raises(MembersFailedError) as caught:
        raise_failed("VMs", {"a\n::error::x": OperatorError("no")}, 1)
    assert "\n::error::" not in str(caught.value)


def test_hundreds_of_failed_steps_of_a_job_are_told_shortly(tmp_path: Path) -> None:
    steps = [
        ExecutionStep(
            status="FAILED",
            step_description="Restore the VM",
            affected_entities=[StepEntity(name=name, entity_type="VM")],
            error_message={"message": f"No space is left for {name}."},
        )
        for name in MANY
    ]
    text = failed_steps(steps)
    assert text.startswith("Restore the VM (vm-000): No space is left for vm-000; ")
    assert len(text) < 2000
    assert kept(tmp_path).count("No space is left") == 302


def test_a_failed_step_of_hundreds_of_vms_names_the_first(tmp_path: Path) -> None:
    affected = [StepEntity(name=name, entity_type="VM") for name in MANY]
    text = failed_steps([ExecutionStep(status="FAILED", step_description="Stop VMs", affected_entities=affected)])
    assert text.startswith("Stop VMs (vm-000, vm-001, ")
    assert text.endswith("): no reason given")
    assert len(text) < 1000
    assert kept(tmp_path).split() == list(MANY)
