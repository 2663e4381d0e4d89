"""No circle among modules at run time: imports inside functions count, those for type checking alone do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from tests.structure.exceptions import CIRCLES
from tests.structure.source import Module, imports, modules, sources


def circles(found: Mapping[str, Module]) -> list[tuple[str, ...]]:
    """The modules of each circle, sorted (Tarjan's strongly connected components of more than one module)."""
    arrows = {name: sorted(_needed(module, found)) for name, module in found.items()}
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: dict[str, None] = {}
    result: list[tuple[str, ...]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack[name] = None
        for target in arrows[name]:
            if target not in index:
                visit(target)
                low[name] = min(low[name], low[target])
            elif target in stack:
                low[name] = min(low[name], index[target])
        if low[name] == index[name]:
            members: list[str] = []
            while not members or members[-1] != name:
                members.append(stack.popitem()[0])
            if len(members) > 1:
                result.append(tuple(sorted(members)))

    for name in arrows:
        if name not in index:
            visit(name)
    return sorted(result)


def _needed(module: Module, found: Mapping[str, Module]) -> Iterator[str]:
    return (one.module for one in imports(module, found) if one.at_run_time and one.module in found)


@pytest.mark.slow
def test_no_modules_import_each_other() -> None:
    assert circles(modules()) == sorted(CIRCLES)


def test_a_circle_through_a_function_is_found() -> None:
    found = sources(
        {"a.py": "import b\n", "b.py": "def f():\n    from c import x\n", "c.py": "import a\n", "d.py": "import a\n"}
    )
    assert circles(found) == [("a", "b", "c")]


def test_an_import_for_types_alone_makes_no_circle() -> None:
    found = sources(
        {"a.py": "import b\n", "b.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import a\n"}
    )
    assert circles(found) == []
