"""The table of transitions in the docstring of a module ``transition``, read as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from types import ModuleType


@dataclass(frozen=True, eq=False)
class Row:
    """One row: what each column holds, and the decision."""

    cells: Mapping[str, str]
    decision: str

    def holds(self, combination: Mapping[str, str]) -> bool:
        """Whether the combination is one of this row's."""
        # A loop: this is asked a million times, and a generator would take three times as long.
        for name, values in self._bound:  # noqa: SIM110
            if combination[name] not in values:
                return False
        return True

    @cached_property
    def _bound(self) -> list[tuple[str, frozenset[str]]]:
        return [(name, frozenset(cell.split("/"))) for name, cell in self.cells.items() if cell != "*"]

    def __str__(self) -> str:
        return f"{' '.join(cell for cell in self.cells.values())} -> {self.decision}"


def rows(module: ModuleType) -> list[Row]:
    """The rows that stand in the module's docstring."""
    lines = (module.__doc__ or "").splitlines()
    head = next(at for at, line in enumerate(lines) if set(line.split()) and set(line.replace(" ", "")) == {"-"})
    names = lines[head - 1].split()
    found = []
    for line in lines[head + 1 :]:
        if not line.strip():
            break
        *cells, decision = line.split(maxsplit=len(names) - 1)
        found.append(Row(dict(zip(names[:-1], cells, strict=True)), decision))
    return found


def combinations(dimensions: Mapping[str, tuple[str, ...]]) -> Iterator[dict[str, str]]:
    """Every combination of the values."""
    for values in product(*dimensions.values()):
        yield dict(zip(dimensions, values, strict=True))
