"""Marks in descriptions, where Prism Central takes no longer text."""

from __future__ import annotations

from providers.base import is_superseded, mark_restored, mark_superseded, restoration_of


def test_a_description_stays_within_what_prism_allows_and_keeps_every_mark() -> None:
    restored = mark_restored("words " * 190, "nc2-dr/osaka/store-recovery#3:vm")
    long = mark_superseded(restored, "nc2-dr/tokyo/failover")
    assert len(restored) <= 1000, "Prism Central refuses more"
    assert len(long) == 1000
    assert long.startswith("words words")
    assert is_superseded(long, "nc2-dr/tokyo/failover")
    assert restoration_of(long) == "nc2-dr/osaka/store-recovery#3:vm", "every mark is kept"
    assert mark_superseded(long, "nc2-dr/tokyo/failover") == long
