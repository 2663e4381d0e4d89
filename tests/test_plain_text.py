"""Texts of others have no effect on a terminal, a CI log, a comment or a report; long messages are short."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from errors import OperatorError
from plain_text import harmless, one_line, plain, shortened
from prism import Entity, Subject
from prism.dataprotection import ExecutionStep, ValidationError
from prism.vmm import Vm
from text_table import table


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("app-1", "app-1"),
        ("Büro 東京 🚀 'x' [a]::1 `b` C:\\d", "Büro 東京 🚀 'x' [a]::1 `b` C:\\d"),
        ("\x1b[31mred\x1b[0m", "<U+001B>[31mred<U+001B>[0m"),
        ("a\nb\r\tc", "a<U+000A>b<U+000D><U+0009>c"),
        ("a\u2028b\x85c", "a<U+2028>b<U+0085>c"),
        ("\u202eevil\u2066", "<U+202E>evil<U+2066>"),
        ("\ud800", "<U+D800>"),
        ("::error::injected", ": :error::injected"),
        ("  ::add-mask::x", "  : :add-mask::x"),
        ("::1", "::1"),
        ("x ##[error]y", "x # #[error]y"),
        ("```", "'''"),
        ("a````b", "a''''b"),
    ],
)
def test_a_name_is_shown_on_one_line_and_without_effect(text: str, shown: str) -> None:
    assert plain(text) == shown
    shown.encode()


def test_a_name_without_end_is_cut() -> None:
    assert plain("x" * 1000) == "x" * 300 + "... (1000 characters)"


def test_a_message_of_others_becomes_one_line() -> None:
    assert one_line("No space.\n::error::x\r\n\x1b[2J") == "No space. ::error::x <U+001B>[2J"
    assert one_line("\n::error::x") == ": :error::x"


def test_a_message_of_ours_keeps_its_lines_and_is_harmless() -> None:
    assert harmless("two\n  lines") == "two\n  lines"
    assert harmless("one\n::error::two\x1b") == "one\n: :error::two<U+001B>"
    assert str(OperatorError("no\x1b[2J\n  ::warning::x")) == "no<U+001B>[2J\n  : :warning::x"


def test_names_and_words_of_prism_central_are_harmless_where_they_are_shown_and_raw_where_they_are_compared() -> None:
    name = "web\n::error::injected\x1b[31m"
    vm = Vm.model_validate({"extId": "v", "name": name})
    assert (vm.name, vm.body()["name"]) == (name, name)
    step = ExecutionStep.model_validate(
        {
            "stepDescription": f"Stop {name}",
            "affectedEntities": [{"name": name, "entityType": "VM"}],
            "executionStepResults": [{"result": {"name": name, "recoveredEntityExtId": "r"}}],
            "errorMessage": {"message": f"{name}\n```"},
        }
    )
    finding = ValidationError.model_validate({"message": name, "affectedEntities": [{"name": name}]})
    recovered = step.recovered_vms()[0].label
    for shown in (vm.label, step.title, *step.vm_names(), recovered, step.complaint(), finding.sentence()):
        assert shown.isprintable()
        assert "```" not in shown
    assert str(Subject("power off", "VM", name)).isprintable()
    assert Entity(ext_id="x").label == "x"


def test_a_cell_of_a_table_begins_no_line_and_moves_no_cursor() -> None:
    shown = table(("name", "found"), [("web\n::error::x", "\x1b[2J\x1b[H"), ("::add-mask::x", "ON")])
    assert len(shown.splitlines()) == 4
    for line in shown.splitlines():
        assert line.isprintable()
        assert not line.startswith("::")


def test_a_few_parts_are_all_shown_and_no_file_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert shortened(["a", "b"]) == "a; b"
    assert list(tmp_path.iterdir()) == []


def test_many_parts_are_in_a_file_of_the_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    parts = [f"vm-{number}: locked" for number in range(302)]
    text = shortened(parts)
    assert shortened(parts) == text
    (file,) = (tmp_path / ".local" / "messages").iterdir()
    assert text.startswith("vm-0: locked; vm-1: locked; ")
    assert text.endswith(f"vm-9: locked; and 292 more; all 302 are in {file}")
    assert file.read_text().splitlines() == parts
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(text) < 1000


def test_where_no_file_can_be_written_beside_the_reports_it_is_a_temporary_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".local").write_text("in the way")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    shortened([str(number) for number in range(20)])
    assert len(list((tmp_path / "temporary").iterdir())) == 1
