"""Every mark `assumed` beside the code is in the registry, every row of it holds, and nothing is assumed in silence."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from operations.assumptions import ASSUMPTIONS, Assumption, Verdict
from tests.structure.source import DEVELOPER, ROOT, TOP, modules, told

MARK = re.compile(r"\bassumed:(?! bool)")
"""As in a comment or docstring; a field of that name is no mark."""
IDS = [row.id for row in ASSUMPTIONS]


def marked() -> set[str]:
    """The product's files that hold a mark. Those of the registry tell of them."""
    left_out = (*DEVELOPER, "tests")
    kept = (module for module in modules().values() if module.top in TOP and module.top not in left_out)
    return {
        module.path
        for module in kept
        if MARK.search(module.text) and not module.path.startswith("operations/assumptions/")
    }


def test_every_mark_beside_the_code_has_a_row() -> None:
    missing = marked() - {path for row in ASSUMPTIONS for path in row.relied_on_by}
    assert not missing, told(
        f"{path} holds `assumed:` and no row of operations/assumptions names it" for path in missing
    )


@pytest.mark.parametrize("row", ASSUMPTIONS, ids=IDS)
def test_every_path_of_a_row_holds_a_mark(row: Assumption) -> None:
    without = [path for path in row.relied_on_by if not MARK.search((ROOT / path).read_text())]
    assert row.relied_on_by
    assert not without, told(f"{path} holds no mark `assumed:`" for path in without)


@pytest.mark.parametrize("row", ASSUMPTIONS, ids=IDS)
def test_a_row_says_what_it_must(row: Assumption) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row.id)
    assert bool(row.probe) is not bool(row.unprobed), "a probe, or the reason why there is none"
    assert row.source or row.verdict in (Verdict.OPEN, Verdict.OWN), "a verdict has a source"
    assert not row.scratch or row.probe


def test_no_two_rows_have_one_id() -> None:
    assert [one for one, times in Counter(IDS).items() if times > 1] == []
