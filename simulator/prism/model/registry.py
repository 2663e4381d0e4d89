"""Every noun of the API, by kind."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.prism.model.noun import Noun

_NOUNS: dict[str, Noun] = {}


def register(noun: type[Noun]) -> None:
    """Make a noun known. `simulator.prism.world` does so for each noun it finds."""
    _NOUNS[noun.kind] = noun()


def nouns() -> Mapping[str, Noun]:
    """Every noun by kind; one instance serves every site."""
    return _NOUNS
