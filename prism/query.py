"""OData ``$filter`` expressions, with the quoting in one place."""

from __future__ import annotations


def quote(value: str) -> str:
    """A string literal: ``it's`` becomes ``'it''s'``."""
    return "'" + value.replace("'", "''") + "'"


def equals(field: str, value: str) -> str:
    """``field eq 'value'``."""
    return f"{field} eq {quote(value)}"


def all_of(*expressions: str) -> str:
    """The expressions joined by ``and``."""
    return " and ".join(expressions)
