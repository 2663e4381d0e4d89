"""The `$filter` language, on plain objects."""

from __future__ import annotations

import pytest

from simulator._odata import FilterError, compile_filter

VM = {
    "name": "app-1",
    "memory": 4,
    "on": True,
    "owner": {"extId": "0a1b2c3d-0000-4000-8000-000000000001"},
    "tags": [{"extId": "x"}, {"extId": "y"}],
    "created": "2026-01-02T03:04:05.500Z",
    "quote": "it's",
}


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("name eq 'app-1'", True),
        ("name eq  'app-1'", True),
        ("name ne 'app-1'", False),
        ("quote eq 'it''s'", True),
        ("memory gt 3 and memory le 4", True),
        ("memory lt 3 or memory ge 4.5", False),
        ("not (memory lt 3)", True),
        ("on eq true", True),
        ("missing eq null", True),
        ("missing ne null", False),
        ("missing gt 3", False),
        ("startswith(name, 'app')", True),
        ("endswith(name,'2')", False),
        ("contains(tolower(name), 'p-1') and on eq true", True),
        ("name in ('a', 'app-1')", True),
        ("owner/extId eq '0a1b2c3d-0000-4000-8000-000000000001'", True),
        ("owner/extId eq 0a1b2c3d-0000-4000-8000-000000000001", True),
        ("tags/any(t:t/extId eq 'y')", True),
        ("tags/any(t:t/extId eq 'z' or name eq 'app-1')", True),
        ("tags/any(t:t/extId eq 'z')", False),
        ("created gt 2026-01-02T03:04:05Z", True),
        ("created lt '2026-01-02T12:04:05.501+09:00'", True),
        ("name eq 'a' and memory eq 4 or on eq true", True),
        ("name eq 'a' and (memory eq 4 or on eq true)", False),
    ],
)
def test_filter(text: str, matches: bool) -> None:
    assert compile_filter(text)(VM) is matches


@pytest.mark.parametrize("text", ["", "name eq", "name eq 'x' and", "(name eq 'x'", "name eq 'x' 'y'", "f(name)", "%"])
def test_what_is_no_filter(text: str) -> None:
    with pytest.raises(FilterError):
        compile_filter(text)
