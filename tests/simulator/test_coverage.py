"""The written table of what is simulated says what the code says."""

from __future__ import annotations

from simulator import coverage
from simulator.prism.model import nouns


def test_table_is_current() -> None:
    assert coverage.FILE.read_text() == coverage.render(), "run `python -m simulator --coverage`"


def test_every_noun_with_a_path_is_in_the_table() -> None:
    text = coverage.render()
    for noun in nouns().values():
        if noun.verbs or noun.actions:
            assert f"| {noun.kind.replace('_', ' ')} |" in text
