"""docs/assumptions.md, from the registry."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from operations.assumptions.assumption import Assumption, Verdict

FILE = Path(__file__).parents[2] / "docs" / "assumptions.md"
_HEAD = """# What is assumed

This page is made from `operations/assumptions/` by `python -m tools.generate`.

None of this has been checked against a real Prism Central, NC2 cluster or AWS account. The tables list every assumption
that the product relies on; each one is marked `assumed:` beside the code. The verdict is what public sources say:
**confirmed**, **sharpened** (true in part, or with a condition that the source names), **refuted** (what stands here is
not so; the row says what is), or **open** (no public source).

A site closes this list itself: `python -m operations probe --site SITE` looks at each assumption that has a probe
([how](probe.md)). Where "with --scratch" is said, the probe makes objects of its own and removes them.

{count}
"""
_TAIL = """`grep -rn "assumed:" --include=*.py .` lists every mark. Those in `simulator/` say how the simulator behaves where no public
source says it; [simulator-coverage.md](simulator-coverage.md) has them.

# What is not offered

| wanted | why not | instead |
| --- | --- | --- |
| Live migration in an unplanned failover | a VM must run to be moved | `live_migrate` of a planned failover, in v4.2 and later and by v3 |
| Instant restore below dataprotection v4.3, and by v3 | their requests have no field for it | `instant_restore` of an unplanned failover, refused before anything happens where it is not there |
| Running a failed job again, pausing or aborting it | neither API has a call for it | the next up starts `attempt 2` for the VMs that are left |
| Resuming protection by v3 | v3 has no such action | Prism Central's own pages |
| Making recovery point stores | the API can list them and no more | Prism Central's own pages; a policy takes their id |
"""  # noqa: E501
_COLUMNS = ("assumed", "relied on by", "if it is otherwise", "verdict", "probe")


def render(subjects: Mapping[str, Sequence[Assumption]]) -> str:
    """The page: a table per subject, the counts before them, and what the APIs do not offer after them."""
    rows = [row for found in subjects.values() for row in found]
    parts = [_HEAD.format(count=_count(rows)), *(_table(name, found) for name, found in subjects.items()), _TAIL]
    return "\n".join(parts)


def _count(rows: Sequence[Assumption]) -> str:
    verdicts = ", ".join(f"{sum(row.verdict is one for row in rows)} {one}" for one in Verdict)
    probed = sum(bool(row.probe) for row in rows)
    return f"{len(rows)} assumptions: {verdicts}. {probed} have a probe, {len(rows) - probed} say why they have none."


def _table(name: str, rows: Iterable[Assumption]) -> str:
    lines = [_line(_COLUMNS), _line(["---"] * len(_COLUMNS)), *(_line(_cells(row)) for row in rows)]
    return f"## {name}\n\n" + "\n".join(lines) + "\n"


def _cells(row: Assumption) -> Iterator[str]:
    yield row.assumed
    yield ", ".join(f"`{path}`" for path in row.relied_on_by)
    yield row.otherwise
    yield f"**{row.verdict}**{': ' if row.source else ''}{row.source}"
    look = f"{row.probe}{' (with --scratch)' if row.scratch else ''}"
    yield f"`{row.id}`: {look or f'none: {row.unprobed}'}"


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
