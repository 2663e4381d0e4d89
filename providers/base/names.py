"""What is said of a name that nothing in Prism Central has."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from plain_text import plain, shortened
from prism import PrismCentral


def not_there(client: PrismCentral, kind: str, name: str, there: Sequence[str], correct: str) -> str:
    """``there`` are the names that there are, ``correct`` is what to correct."""
    names = sorted({plain(one) for one in there})
    near = get_close_matches(name, names, n=1)
    hint = f" (did you mean '{near[0]}'?)" if near else ""
    known = shortened([f"'{one}'" for one in names], ", ") or "none"
    return (
        f"The Prism Central at {client.endpoint} has no {kind} named '{name}'{hint}. It has {known}. Check {correct}, "
        "then run again."
    )
