"""No file and no function outgrows its kind. CONTRIBUTING.md has the sizes."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from tests.structure.exceptions import LONG_FILES, LONG_FUNCTIONS
from tests.structure.source import Module, modules, sources, told

FUNCTION = 30
NOUN, COMPONENT, MACHINERY, TEST = 150, 200, 300, 300
NAMESPACES = tuple(
    f"{package}.{namespace}"
    for package in ("prism", "simulator.prism")
    for namespace in ("clustermgmt", "datapolicies", "dataprotection", "networking", "prism", "vmm")
)


def budget(module: Module) -> int:
    """How many lines the file may have."""
    if module.top == "tests":
        return TEST
    if module.top == "components":
        return COMPONENT
    one_file = module.folder in (*NAMESPACES, "providers")
    face = module.folder.startswith("providers.") and module.is_package
    return NOUN if one_file or face else MACHINERY


def long_files(found: Mapping[str, Module]) -> dict[str, int]:
    """The lines of each file that exceeds its budget, by path."""
    lines = {module.path: module.text.count("\n") for module in found.values()}
    return {module.path: lines[module.path] for module in found.values() if lines[module.path] > budget(module)}


def long_functions(found: Mapping[str, Module]) -> dict[str, int]:
    """The lines of each function that exceeds the budget, its decorators left out, by ``path::name``."""
    return {
        f"{module.path}::{name}": lines
        for module in found.values()
        for name, lines in _functions(module.tree.body)
        if lines > FUNCTION
    }


def _functions(body: Sequence[ast.stmt], within: str = "") -> Iterator[tuple[str, int]]:
    """Functions and methods; those inside of a function count as its lines."""
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _functions(node.body, f"{within}{node.name}.")
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield f"{within}{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def beyond(found: Mapping[str, int], excepted: Mapping[str, int]) -> list[str]:
    """What breaks the budget without an exception or beyond it, and which exceptions are needed no more."""
    grown = [f"{name}: {lines} lines" for name, lines in found.items() if lines > excepted.get(name, 0)]
    return grown + [f"{name}: take it off the exceptions" for name in excepted if name not in found]


def test_no_file_outgrows_its_kind() -> None:
    violations = beyond(long_files(modules()), LONG_FILES)
    assert not violations, told(violations)


def test_no_function_outgrows_a_screen() -> None:
    violations = beyond(long_functions(modules()), LONG_FUNCTIONS)
    assert not violations, told(violations)


def test_a_long_noun_is_found_and_long_machinery_is_not() -> None:
    found = sources({"prism/vmm/vm.py": "#\n" * 151, "prism/http/session.py": "#\n" * 151, "tests/a.py": "#\n" * 301})
    assert long_files(found) == {"prism/vmm/vm.py": 151, "tests/a.py": 301}


def test_a_long_method_is_found_by_its_full_name() -> None:
    found = sources(
        {"a.py": "class A:\n    def long(self):\n" + "        pass\n" * 30 + "    def short(self):\n        pass\n"}
    )
    assert long_functions(found) == {"a.py::A.long": 31}


def test_an_exception_that_grows_or_is_needed_no_more_is_found() -> None:
    assert beyond({"a": 160, "b": 170}, {"a": 155, "b": 170, "c": 200}) == [
        "a: 160 lines",
        "c: take it off the exceptions",
    ]
