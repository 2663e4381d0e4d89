"""Whose turn it is by what both stacks have published, before the failover's own state is known to the program."""

from collections.abc import Mapping
from typing import Any

from components.published import Published
from providers.failover.turn import Turn, Word
from topology import SiteModel


def turn_of(model: SiteModel, other: Published, own: Mapping[str, Any]) -> Turn:
    """`own`: the outputs of this stack's last run."""
    active, generation = own.get("activeSite"), own.get("generation")
    said = Word(int(generation), str(active)) if active and generation not in (None, "") else None
    return Turn(model.me.name, model.other.name, model.active.name, said, word_of(other))


def word_of(other: Published) -> Word | None:
    """What the other stack has published; None where it has published no failover."""
    if other.generation is None or other.active_site is None:
        return None
    return Word(other.generation, other.active_site)
