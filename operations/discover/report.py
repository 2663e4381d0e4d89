"""What discovery found, for the terminal, as Markdown and as JSON. Pure."""

import json
from dataclasses import asdict

from operations.discover.discovery import Discovery
from operations.discover.finding import Finding, Outcome, count
from plain_text import harmless, plain
from text_table import table

_ORDER = (
    Outcome.CONFLICT,
    Outcome.UNDECIDED,
    Outcome.NOT_EXPRESSIBLE,
    Outcome.TAKEN_OVER,
    Outcome.USED,
    Outcome.LEFT,
)
_LONGEST = 500


def as_text(found: Discovery) -> str:
    """A table for each outcome, what a person has to act on first."""
    parts = []
    for outcome in _ORDER:
        rows = [(one.site or "both", one.thing, one.said) for one in _of(found, outcome)]
        if rows:
            parts.append(f"{outcome.upper()} ({len(rows)})\n{table(('site', 'what', 'why'), rows)}")
            parts.append(
                "\n".join(f"  {one.site or 'both'}: {one.thing}: {one.todo}" for one in _of(found, outcome) if one.todo)
            )
    if found.problems:
        parts.append("THE PROGRAM WOULD REFUSE\n" + "\n".join(f"  {problem}" for problem in found.problems))
    return harmless("\n\n".join(part for part in (*parts, summary(found)) if part))


def summary(found: Discovery) -> str:
    """One line of counts."""
    counts = ", ".join(f"{number} {outcome}" for outcome, number in count(found.findings).items())
    return f"{len(found.findings)} things seen: {counts}. The program would refuse {len(found.problems)} values."


def as_markdown(found: Discovery) -> str:
    """The report as a page for a review."""
    lines = [f"# Discovery of {' and '.join(found.sites)}", "", summary(found), ""]
    for outcome in _ORDER:
        rows = _of(found, outcome)
        if rows:
            lines += [
                f"## {outcome.capitalize()}",
                "",
                "| site | what | why | what to do |",
                "| --- | --- | --- | --- |",
            ]
            lines += [
                f"| {' | '.join(map(_cell, (one.site or 'both', one.thing, one.said, one.todo)))} |" for one in rows
            ]
            lines.append("")
    if found.problems:
        lines += ["## The program would refuse", "", *(f"- {_cell(problem)}" for problem in found.problems), ""]
    return "\n".join(lines)


def as_json(found: Discovery) -> str:
    """The report for other programs."""
    values = {
        "sites": found.sites,
        "findings": [asdict(one) for one in found.findings],
        "problems": list(found.problems),
        "values": found.values,
        "seen": found.seen,
    }
    return json.dumps(values, indent=2)


def _of(found: Discovery, outcome: Outcome) -> list[Finding]:
    return [one for one in found.findings if one.outcome is outcome]


def _cell(text: str) -> str:
    """Nothing of what others have named may open HTML, a link or another cell."""
    escaped = plain(text, _LONGEST)
    for sign in ("\\", "|", "<", "[", "`"):
        escaped = escaped.replace(sign, f"\\{sign}")
    return escaped
