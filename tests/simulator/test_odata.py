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
    "state": "ON",
    "words": ["alpha", "beta"],
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
        ("tags/all(t:t/extId in ('x', 'y'))", True),
        ("tags/all(t:t/extId eq 'x')", False),
        ("missing/all(t:t eq 1)", True),
        ("tags/any()", True),
        ("missing/any()", False),
        ("words/any(w:startswith(w, 'be'))", True),
        ("not tags/any(t:t/extId eq 'z')", True),
        ("not name in ('a', 'b')", True),
        ("not contains(name, 'app') or memory eq 4.0", True),
        ("state eq Vmm.Ahv.Config.PowerState'ON'", True),
        ("state in (PowerState'OFF', PowerState'PAUSED')", False),
        ("length(name) eq 5 and indexof(name, '-') eq 3", True),
        ("concat(trim(name), '!') eq 'app-1!'", True),
        ("substring(name, 4) eq '1' and substring(name, 0, 3) eq 'app'", True),
        ("tags/$count eq 2", True),
        ("(name) eq ('app-1')", True),
        ("(memory eq 4) eq true", True),
        ("created in (2026-01-02T03:04:05.5Z)", True),
        ("memory ge 4e0", True),
        ("owner/extId/nothing eq null", True),
        ("name gt 3", False),
        ("name eq 'a' and (memory eq 4 or on eq true)", False),
    ],
)
def test_filter(text: str, matches: bool) -> None:
    assert compile_filter(text)(VM) is matches


@pytest.mark.parametrize("text", ["", "name eq", "name eq 'x' and", "(name eq 'x'", "name eq 'x' 'y'", "f(name)", "%", "tags/any(t)", "tags/all()", "length(name, 1)", "name eq )"])
def test_what_is_no_filter(text: str) -> None:
    with pytest.raises(FilterError):
        compile_filter(text)
