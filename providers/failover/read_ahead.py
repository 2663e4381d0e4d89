"""Long lists, read at the same time: page waits for page, so that one list after the other takes as long as both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from errors import OperatorError


def read_ahead(looks: Sequence[Callable[[], object]]) -> None:
    """Reads what whoever asks next finds read. A look that fails fails again for that one, who knows what it means."""

    def attempt(look: Callable[[], object]) -> None:
        try:
            look()
        except OperatorError:
            return

    with ThreadPoolExecutor(len(looks)) as pool:
        list(pool.map(attempt, looks))
