"""A table of a report's page. Thousands of rows stay small: HTML lets the end tags of rows and cells be left out.

On a phone each row becomes a card. The headings then stand before the values, by a rule of the style and not by an
attribute of each cell.
"""

from collections.abc import Iterable, Mapping, Sequence

NOTHING = "–"
_EMPTY = '<td class="none">'
Rows = Iterable[tuple[str, Sequence[str]]]
"""The kind of each row (pass, warn, fail), and its cells, which are HTML."""


def html_table(name: str, headings: Sequence[str], rows: Rows) -> str:
    """A table of the class `name`."""
    return f"{_head(name, headings)}<tbody>{''.join(_row(kind, cells) for kind, cells in rows)}</tbody></table>"


def grouped_table(name: str, headings: Sequence[str], groups: Mapping[str, Iterable[Sequence[str]]]) -> str:
    """A table whose rows are all of one kind; what the rows of a group have in common stands once, above them."""
    bodies = (
        f'<tbody><tr><th colspan="{len(headings)}" scope="rowgroup">{common}'
        + "".join(_row("", cells) for cells in rows)
        + "</tbody>"
        for common, rows in groups.items()
    )
    return f"{_head(name, headings)}{''.join(bodies)}</table>"


def labels(name: str, headings: Sequence[str]) -> str:
    """The style that puts the headings before the values of a table of the class `name`."""
    return "".join(
        f'  .{name} td:nth-child({number})::before {{ content: "{heading}"; }}\n'
        for number, heading in enumerate(headings, 1)
    )


def _head(name: str, headings: Sequence[str]) -> str:
    cells = "".join(f'<th scope="col">{heading}' for heading in headings)
    return f'<table class="{name}"><thead><tr>{cells}</thead>'


def _row(kind: str, cells: Sequence[str]) -> str:
    shown = "".join(f"{_EMPTY if cell == NOTHING else '<td>'}{cell}" for cell in cells)
    return f'<tr class="{kind}">{shown}\n' if kind else f"<tr>{shown}\n"
