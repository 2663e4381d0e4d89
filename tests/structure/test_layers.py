"""Packages depend one way: each may import only from packages below it, function-level imports included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tests.structure.exceptions import UPWARD
from tests.structure.source import DEVELOPER, PRODUCT, Module, imports, modules, sources, told

LAYERS = (
    "plain_text",
    "errors",
    "text_table",
    "rest",
    "aws",
    "topology",
    "costs",
    "prism",
    "nc2_console",
    "capture",
    "providers",
    "components",
    "__main__",
    "mikrotik",
    "operations",
    "simulator",
    "tools",
    "local_cloud",
    "stories",
    "benchmarks",
    "tests",
)
"""The lowest first."""


def upward(found: Mapping[str, Module], layers: Sequence[str]) -> Iterator[str]:
    """Each import of a package that is not below the importer's, as ``importer -> imported module``."""
    for module in found.values():
        for one in imports(module, found):
            target = one.module.partition(".")[0]
            if target in layers and layers.index(target) > layers.index(module.top):
                yield f"{module.name} -> {one.module}"


def test_every_package_has_a_layer() -> None:
    assert {module.top for module in modules().values()} == set(LAYERS)


def test_no_package_imports_from_one_above_it() -> None:
    assert set(upward(modules(), LAYERS)) == set(UPWARD)


def test_mikrotik_needs_nothing_of_ours_but_the_root_of_errors_and_nothing_but_its_command_needs_mikrotik() -> None:
    found = modules()
    needed = {
        one.module.partition(".")[0] for m in found.values() if m.top == "mikrotik" for one in imports(m, found)
    } & set(LAYERS)
    needing = {
        module.name
        for module in found.values()
        if module.top not in ("mikrotik", "tests")
        for one in imports(module, found)
        if one.module.partition(".")[0] == "mikrotik"
    }
    assert needed <= {"mikrotik", "errors"}
    assert len(needing) <= 1, told(needing)


def test_what_an_operator_runs_needs_no_package_of_a_developer() -> None:
    found, below = modules(), (*PRODUCT, "operations")
    used = {
        f"{module.name} -> {one.module}"
        for module in found.values()
        if module.top in below
        for one in imports(module, found)
        if one.module.partition(".")[0] in (*DEVELOPER, "tests")
    }
    assert used <= set(UPWARD), told(used - set(UPWARD))


def test_an_upward_import_inside_a_function_is_found() -> None:
    found = sources(
        {"prism/vm.py": "def f():\n    from providers.vm import Vm\n", "providers/vm.py": "import prism.vm\n"}
    )
    assert list(upward(found, ("prism", "providers"))) == ["prism.vm -> providers.vm"]
