"""Nothing is used by an old name: what is imported, patched or told in the docs exists, and no file is a shim."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from tests.structure.exceptions import SHIMS
from tests.structure.source import ROOT, TOP, Module, called, imports, modules, sources, told

_DOCUMENTED = re.compile(rf"`((?:{'|'.join(TOP)})(?:/[\w-]+)*(?:/[\w-]+\.\w+|/))`")


def unknown(found: Mapping[str, Module]) -> Iterator[str]:
    """Imports and patches of modules that the project does not have."""
    for module in found.values():
        for one in imports(module, found):
            if one.module.partition(".")[0] in TOP and not _exists(one.module, found):
                yield f"{module.path}:{one.line}: {one.module}"
        for node in module.nodes:
            if isinstance(node, ast.Call) and called(node) == "setattr" and node.args:
                path = node.args[0]
                if isinstance(path, ast.Constant) and isinstance(path.value, str) and not _reaches(path.value, found):
                    yield f"{module.path}:{node.lineno}: {path.value}"


def shims(found: Mapping[str, Module]) -> Iterator[str]:
    """Modules that do nothing but import names for others."""
    for module in found.values():
        body = [node for node in module.tree.body if not isinstance(node, ast.Expr)]
        if not module.is_package and body and all(isinstance(node, (ast.Import, ast.ImportFrom)) for node in body):
            yield module.path


def _exists(name: str, found: Mapping[str, Module]) -> bool:
    return name in found or any(other.startswith(f"{name}.") for other in found)


def _reaches(path: str, found: Mapping[str, Module]) -> bool:
    """Whether the longest module in a dotted path has the name that follows it."""
    parts = path.split(".")
    if parts[0] not in TOP:
        return True
    for length in range(len(parts), 0, -1):
        if (name := ".".join(parts[:length])) in found:
            return length == len(parts) or re.search(rf"\b{parts[length]}\b", found[name].text) is not None
    return False


def test_every_import_and_every_patch_names_what_exists() -> None:
    violations = list(unknown(modules()))
    assert not violations, told(violations)


def test_no_file_only_passes_names_on() -> None:
    assert set(shims(modules())) == set(SHIMS)


def test_every_path_that_the_docs_name_exists() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    named = {(page.name, path) for page in pages for path in _DOCUMENTED.findall(page.read_text())}
    gone = {f"{page}: {path}" for page, path in named if not (ROOT / path).exists()}
    assert not gone, told(gone)


def test_an_old_name_and_a_shim_are_found() -> None:
    patches = 'x.setattr("prism.client.gone", 1)\nx.setattr("prism.client.a", 1)\n'
    found = sources(
        {
            "prism/client.py": "def a(): pass\n",
            "prism/old.py": '"""Moved."""\nfrom prism.client import a\n',
            "tests/b.py": f"from prism._central import a\n{patches}b = 1\n",
        }
    )
    assert list(unknown(found)) == ["tests/b.py:1: prism._central", "tests/b.py:2: prism.client.gone"]
    assert list(shims(found)) == ["prism/old.py"]
