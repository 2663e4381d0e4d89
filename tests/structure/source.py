"""The project's own source, read and not imported: its modules and what each imports."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = (
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
)
OPERATOR = ("operations", "mikrotik")
DEVELOPER = ("simulator", "local_cloud", "stories", "tools", "benchmarks")
TOP = (*PRODUCT, *OPERATOR, *DEVELOPER, "tests")


@dataclass(frozen=True)
class Module:
    """One file. ``name`` is what others import: ``prism.vmm`` for ``prism/vmm/__init__.py``."""

    path: str
    text: str

    @property
    def name(self) -> str:
        """The dotted name."""
        return ".".join(PurePosixPath(self.path.removesuffix("/__init__.py").removesuffix(".py")).parts)

    @property
    def folder(self) -> str:
        """The dotted name of the folder that holds the file."""
        return ".".join(PurePosixPath(self.path).parent.parts)

    @property
    def top(self) -> str:
        """The package of the project it belongs to."""
        return self.name.partition(".")[0]

    @property
    def is_package(self) -> bool:
        """Whether it is the face of a package."""
        return self.path.endswith("__init__.py")

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax."""
        return ast.parse(self.text, self.path)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Every node of its syntax."""
        return list(ast.walk(self.tree))

    @property
    def statements(self) -> Iterator[ast.stmt]:
        """Every statement, those inside of others too."""
        found: list[ast.AST] = [self.tree]
        for node in found:
            for part in ("body", "orelse", "finalbody", "handlers", "cases"):
                inner = getattr(node, part, None)
                found.extend(inner if isinstance(inner, list) else ())
            if isinstance(node, ast.stmt):
                yield node

    @cached_property
    def imported(self) -> list[tuple[str, str, int, bool]]:
        """Its imports as they are written: module, name, line, and whether at run time."""
        return list(_imported(self))


@dataclass(frozen=True)
class Import:
    """One imported name. ``module`` is a module of the project or of others; ``name`` is empty for a whole module."""

    module: str
    name: str
    line: int
    at_run_time: bool


@cache
def modules(root: Path = ROOT) -> dict[str, Module]:
    """Every module of the project by its name."""
    paths = [*root.glob("*.py"), *(path for top in TOP for path in (root / top).rglob("*.py"))]
    kept = (path.relative_to(root) for path in sorted(paths))
    found = (Module(path.as_posix(), (root / path).read_text()) for path in kept)
    return {module.name: module for module in found}


def imports(module: Module, known: Mapping[str, object]) -> Iterator[Import]:
    """What a module imports, inside of functions too. ``from a import b`` is the module ``a.b`` where there is one."""
    for package, name, line, at_run_time in module.imported:
        whole = f"{package}.{name}"
        yield Import(*((whole, "") if name and whole in known else (package, name)), line, at_run_time)


def _imported(module: Module) -> Iterator[tuple[str, str, int, bool]]:
    typing = set(_typing_only(module.tree))
    for node in module.statements:
        if isinstance(node, ast.Import):
            yield from ((alias.name, "", node.lineno, node not in typing) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((node.module or "", alias.name, node.lineno, node not in typing) for alias in node.names)


def _typing_only(tree: ast.Module) -> Iterator[ast.AST]:
    for node in tree.body:
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            for statement in node.body:
                yield from ast.walk(statement)


def called(call: ast.Call) -> str:
    """The last name of what is called: ``setattr`` for ``patch.setattr(...)``."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def sources(texts: Mapping[str, str]) -> dict[str, Module]:
    """Modules for a check's own test, from their texts by path."""
    made = (Module(path, text) for path, text in texts.items())
    return {module.name: module for module in made}


def told(violations: Iterable[str]) -> str:
    """A failure's text: one violation a line."""
    return "\n" + "\n".join(sorted(violations))
