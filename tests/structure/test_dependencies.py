"""What an operator runs needs `requirements/base.txt` alone: no package that only `requirements/dev.txt` brings."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator, Mapping
from importlib.metadata import packages_distributions

from tests.structure.exceptions import DEVELOPMENT_PACKAGES
from tests.structure.source import PRODUCT, ROOT, TOP, Module, imports, modules, sources

OPERATOR = (*PRODUCT, "operations", "mikrotik", "__main__")


def pinned(requirements: str) -> set[str]:
    """The distributions that a lock file pins, by their normal names."""
    return {re.sub(r"[-_.]+", "-", name).lower() for name in re.findall(r"^([\w.-]+)==", requirements, re.MULTILINE)}


def foreign(
    found: Mapping[str, Module], tops: Collection[str], allowed: Collection[str], owners: Mapping[str, list[str]]
) -> Iterator[str]:
    """Imports of packages of others that no allowed distribution brings, as ``importer -> package``."""
    for module in found.values():
        if module.top not in tops:
            continue
        for one in imports(module, found):
            package = one.module.partition(".")[0]
            if package in (*TOP, "__main__") or package in sys.stdlib_module_names or not one.at_run_time:
                continue
            distributions = {re.sub(r"[-_.]+", "-", name).lower() for name in owners.get(package, [package])}
            if not distributions & set(allowed):
                yield f"{module.name} -> {package}"


def test_no_package_of_the_operator_needs_one_of_the_developer() -> None:
    allowed = pinned((ROOT / "requirements" / "base.txt").read_text())
    found = set(foreign(modules(), OPERATOR, allowed, packages_distributions()))
    assert found == set(DEVELOPMENT_PACKAGES)


def test_a_package_of_the_developer_is_found_inside_a_function_too() -> None:
    found = sources(
        {"operations/a.py": "import json, yaml\ndef f():\n    import moto.server\n", "simulator/b.py": "import moto\n"}
    )
    owners = {"yaml": ["PyYAML"], "moto": ["moto"]}
    assert list(foreign(found, ("operations",), {"pyyaml"}, owners)) == ["operations.a -> moto"]


def test_a_lock_file_is_read_by_distribution() -> None:
    assert pinned("boto3==1.2 \\\n    --hash=sha256:x\nPy_YAML==6\n# via other==1\n") == {"boto3", "py-yaml"}
