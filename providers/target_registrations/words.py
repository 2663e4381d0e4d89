"""What a preview says of each target."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from providers.base import known


def in_words(olds: Mapping[str, Any], news: Mapping[str, Any]) -> list[str]:
    """One sentence per target that comes, moves or goes."""
    sentences = []
    for name in sorted(olds.keys() | news.keys()):
        old, new = olds.get(name), news.get(name)
        if new is None:
            sentences.append(f"Target '{name}' will be deregistered and drained.")
        elif old is None:
            sentences.append(f"Target '{name}' will be registered{f' at {new}' if known(new) else ''}.")
        elif known(new) and old != new:
            sentences.append(f"Target '{name}' will move from {old} to {new}.")
    return sentences
