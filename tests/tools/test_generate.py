"""Files that are made from the code of the nouns are current, and none is removed in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import generate, provider_pages
from tools.generate import main, problems


def test_every_generated_file_is_what_the_code_says() -> None:
    assert problems() == [], "run python -m tools.generate"


def test_a_page_of_no_provider_fails_the_check_by_name_and_is_named_when_it_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(provider_pages, "PAGES", tmp_path)
    monkeypatch.setattr(generate, "wanted", lambda: {tmp_path / "vpc.md": "A VPC."})
    (tmp_path / "vpc.md").write_text("A VPC.")
    left = tmp_path / "by_hand.md"
    left.write_text("Somebody's notes.")
    assert main(["--check"]) == 1
    assert capsys.readouterr().out == f"{left} is of no provider: python -m tools.generate removes it\n"
    assert left.read_text() == "Somebody's notes."
    assert main([]) == 0
    assert capsys.readouterr().out == f"{left} is removed, since it is of no provider\n"
    assert not left.exists()
    assert main(["--check"]) == 0
    assert capsys.readouterr().out == ""
