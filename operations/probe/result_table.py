"""What was seen, as a table, and in full below it what contradicts."""

from collections import Counter
from collections.abc import Sequence

from operations.probe.all_probes import Finding
from operations.probe.names import shown
from operations.probe.seen import Verdict
from plain_text import harmless
from text_table import table

_WIDEST = 100
_ORDER = tuple(Verdict)


def text(findings: Sequence[Finding]) -> str:
    """First what contradicts, then what confirms, then what was not seen."""
    ranked = sorted(findings, key=lambda one: (one.seen.verdict is not Verdict.CONTRADICTED, _rank(one)))
    rows = [(str(one.seen.verdict), one.assumption.id, _short(shown(one.seen.saw))) for one in ranked]
    told = [_contradiction(one) for one in ranked if one.seen.verdict is Verdict.CONTRADICTED]
    counts = Counter(one.seen.verdict for one in findings)
    summary = ", ".join(f"{counts[verdict]} {verdict}" for verdict in Verdict)
    parts = (table(("", "assumption", "saw"), rows), "\n".join(told), f"{len(findings)} assumptions: {summary}.")
    return harmless("\n\n".join(part for part in parts if part))


def _rank(one: Finding) -> int:
    return _ORDER.index(one.seen.verdict)


def _contradiction(one: Finding) -> str:
    row = one.assumption
    return f"{row.id}: assumed is: {row.assumed}. Seen: {shown(one.seen.saw)}. If so: {row.otherwise}."


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _WIDEST else f"{one_line[: _WIDEST - 3]}..."
