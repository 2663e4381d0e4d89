"""Files that are made from the code of the nouns are current."""

from __future__ import annotations

from tools.generate import outdated


def test_every_generated_file_is_what_the_code_says() -> None:
    assert outdated() == [], "run python -m tools.generate"
