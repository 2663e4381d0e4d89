"""What begins with an underscore belongs to its own folder: no other imports it, reaches for it, or patches it."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from tests.structure.exceptions import PRIVATE_USES
from tests.structure.source import TOP, Module, called, imports, modules, sources, told

OTHERS = frozenset({"_asdict", "_fields", "_replace"})
"""Public names of the standard library, in spite of the underscore."""
MOTO = frozenset({"_entity", "_filters_from_querystring", "_get_param", "_parse_tag_specification", "_peering_status"})
"""moto's names for its own subclasses, which `simulator/aws` holds."""
_PATCHED = ("setattr", "getattr", "delattr", "hasattr", "patch")


def private_uses(found: Mapping[str, Module]) -> set[str]:
    """Each use of a private name of another folder, as ``path: name``."""
    owned: dict[str, set[str]] = defaultdict(set)
    for module in found.values():
        owned[module.folder] |= set(_defined(module))
    return {f"{module.path}: {use}" for module in found.values() for use in _foreign(module, found, owned)}


def _foreign(module: Module, found: Mapping[str, Module], owned: Mapping[str, set[str]]) -> Iterator[str]:
    for one in imports(module, found):
        if (used := f"{one.module}.{one.name}".rstrip(".")).partition(".")[0] in TOP and _beyond_edge(module, used):
            yield used
    for node in module.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_path(node.value):
            if _beyond_edge(module, node.value):
                yield node.value
        elif (name := _reached_for(node)) and name not in OTHERS and not _is_owned(name, module.folder, owned):
            yield name


def _is_owned(name: str, folder: str, owned: Mapping[str, set[str]]) -> bool:
    """Whether the folder, or one that it is in, defines the name. Packages of the simulator may use moto's."""
    parts = folder.split(".")
    above = {".".join(parts[:length]) for length in range(1, len(parts) + 1)} | {folder}
    return any(name in owned[one] for one in above) or (folder.startswith("simulator.aws") and name in MOTO)


def _beyond_edge(module: Module, used: str) -> bool:
    """Whether a dotted name holds a private part of a folder that the module is not in, nor below."""
    parts = used.split(".")
    for at, part in enumerate(parts):
        if _is_private(part):
            owner = ".".join(parts[:at])
            home = owner if f"{owner}." in f"{module.folder}." else owner.rpartition(".")[0]
            return f"{module.folder}.".startswith(f"{home}.") is False or not home
    return False


def _is_path(text: str) -> bool:
    return text.partition(".")[0] in TOP and re.fullmatch(r"[a-z_0-9]+(\.\w+)+", text) is not None


def _reached_for(node: ast.AST) -> str:
    """The private attribute of something that is neither ``self`` nor ``cls``; empty for none."""
    if isinstance(node, ast.Attribute) and _is_private(node.attr):
        return node.attr
    if isinstance(node, ast.Call) and len(node.args) > 1 and called(node) in _PATCHED:
        named = node.args[1]
        if isinstance(named, ast.Constant) and isinstance(named.value, str) and _is_private(named.value):
            return named.value
    return ""


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name != "_"


def _defined(module: Module) -> Iterator[str]:
    for node in module.nodes:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name):
            yield node.attr


def test_no_private_name_is_used_beyond_its_folder() -> None:
    uses = private_uses(modules())
    assert uses == set(PRIVATE_USES), told(uses ^ set(PRIVATE_USES))


def test_an_import_a_patch_and_an_attribute_beyond_the_edge_are_found() -> None:
    patches = 'patch.setattr("prism.vmm.vm._PAGE", 2)\npatch.setattr(vm, "_find", 1)\n'
    found = sources(
        {
            "prism/vmm/vm.py": "_PAGE = 1\nfrom prism.vmm._disk import size\n",
            "prism/vmm/_disk.py": "size = 1\n",
            "providers/vm.py": "from prism.vmm.vm import _PAGE\nimport prism.vmm._disk\n",
            "tests/test_vm.py": f"{patches}vm._id\nself._own\n",
        }
    )
    assert private_uses(found) == {
        "providers/vm.py: prism.vmm.vm._PAGE",
        "providers/vm.py: prism.vmm._disk",
        "tests/test_vm.py: prism.vmm.vm._PAGE",
        "tests/test_vm.py: _find",
        "tests/test_vm.py: _id",
        "tests/test_vm.py: _own",
    }


def test_what_its_own_folder_or_one_above_defines_it_may_use() -> None:
    found = sources(
        {
            "a/b.py": "class B:\n    def __init__(self):\n        self._c = 1\n",
            "a/d.py": "import a.b\nB()._c\n",
            "a/e/f.py": "from a.b import B\nB()._c\n",
        }
    )
    assert private_uses(found) == set()
