"""A package says what others may use: `__all__` in its `__init__.py`, sorted, complete and true."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping

from tests.structure.exceptions import BESIDE_THE_FACE, WITHOUT_EXPORTS
from tests.structure.source import Module, imports, modules, sources, told

CLOSED = ("aws", "capture", "mikrotik", "nc2_console", "prism", "rest")
"""Packages of which others import nothing but what a face exports."""
FACES = ("clustermgmt", "datapolicies", "dataprotection", "networking", "prism", "vmm")
"""The packages inside of prism that are faces, too."""


def exported(module: Module) -> list[str] | None:
    """The names in ``__all__``; None where there is none."""
    for node in module.tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__":
            return [str(name) for name in ast.literal_eval(node.value)]
    return None


def untrue(found: Mapping[str, Module]) -> Iterator[str]:
    """Faces without an ``__all__`` although they define or import names, and names there that do not exist."""
    for module in found.values():
        if not module.is_package or not (there := set(_bound(module.tree))):
            continue
        names = exported(module)
        if names is None:
            yield f"{module.path}: no __all__"
            continue
        submodules = {name.rpartition(".")[2] for name in found if name.rpartition(".")[0] == module.name}
        yield from (f"{module.path}: {name} does not exist" for name in names if name not in there | submodules)
        yield from (f"{module.path}: {name} is private" for name in names if name.startswith("_"))
        if len(set(names)) < len(names):
            yield f"{module.path}: a name twice"


def beside_the_face(found: Mapping[str, Module], closed: Collection[str]) -> Iterator[str]:
    """Each import from another package, or from the tests of another, that goes past a closed package's face."""
    for module in found.values():
        at_home = {module.top, module.name.partition("tests.")[2].partition(".")[0]}
        for one in imports(module, found):
            parts = one.module.split(".")
            if parts[0] not in closed or parts[0] in at_home:
                continue
            face = found.get(one.module)
            is_face = len(parts) == 1 or (len(parts) == 2 and parts[0] == "prism" and parts[1] in FACES)
            if not is_face or (one.name and face is not None and one.name not in (exported(face) or [])):
                yield f"{module.path}: {one.module}{one.name and '.' + one.name}"


def _bound(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, (ast.Import, ast.ImportFrom)) and getattr(node, "module", "") != "__future__":
            yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name) and target.id != "__all__")


def test_every_face_says_what_it_exports_and_all_of_that_exists() -> None:
    violations = set(untrue(modules()))
    assert violations == set(WITHOUT_EXPORTS), told(violations ^ set(WITHOUT_EXPORTS))


def test_closed_packages_are_imported_by_their_face_alone() -> None:
    violations = set(beside_the_face(modules(), CLOSED))
    assert violations == set(BESIDE_THE_FACE), told(violations ^ set(BESIDE_THE_FACE))


def test_a_missing_and_an_untrue_list_are_found() -> None:
    face = '__all__ = ["d", "e", "f", "_g"]\nd = _g = 1\n'
    found = sources({"a/__init__.py": "import b\n", "c/__init__.py": face, "c/f.py": "", "g/__init__.py": ""})
    assert list(untrue(found)) == [
        "a/__init__.py: no __all__",
        "c/__init__.py: e does not exist",
        "c/__init__.py: _g is private",
    ]


def test_an_import_past_the_face_is_found_but_not_by_the_package_and_its_own_tests() -> None:
    found = sources(
        {
            "prism/__init__.py": 'from prism.client import A\n__all__ = ["A"]\n',
            "prism/client.py": "A = B = 1\n",
            "providers/vm.py": "from prism import A, B\nfrom prism.client import A\n",
            "tests/prism/test_client.py": "from prism.client import B\n",
        }
    )
    assert list(beside_the_face(found, ("prism",))) == ["providers/vm.py: prism.B", "providers/vm.py: prism.client.A"]
