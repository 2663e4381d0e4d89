"""Paths into an entity (`config/name`), and splitting what query options list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def value_of(entity: Any, path: str) -> Any:
    """The value at a path of an entity; None where the path leads nowhere."""
    for step in path.split("/"):
        entity = entity.get(step) if isinstance(entity, Mapping) else None
    return entity


def split_outside(text: str, sign: str) -> list[str]:
    """Split at a sign, but not inside parentheses."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == sign and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return parts
