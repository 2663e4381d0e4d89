"""The pages of docs/providers: one page per resource and an index, from the code and the examples.

`python -m tools.generate` writes them.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import types
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pulumi
from annotated_types import Ge, Gt, Le, Lt
from pydantic import AfterValidator
from pydantic.fields import FieldInfo

import providers
from providers.base import CheckedProvider, Inputs, Part, PrismResource, declared

_ROOT = Path(__file__).parents[1]
PAGES = _ROOT / "docs" / "providers"
EXAMPLES = _ROOT / "examples" / "providers"
_SIGNS: dict[type[Any], tuple[str, str]] = {
    Ge: (">=", "ge"),
    Gt: (">", "gt"),
    Le: ("<=", "le"),
    Lt: ("<", "lt"),
}


@dataclass(frozen=True)
class Documented:
    """A resource, its provider, and the noun whose module both live in."""

    noun: str
    resource: type[PrismResource]
    provider: type[CheckedProvider[Any]]

    @property
    def example(self) -> Path:
        """Its example, which may not be there."""
        return EXAMPLES / f"{self.noun}.py"


def documented() -> list[Documented]:
    """Every resource of the package, by noun."""
    return sorted(_resources(), key=lambda one: one.noun)


def _resources() -> Iterator[Documented]:
    for found in pkgutil.iter_modules(providers.__path__):
        if found.name.startswith("_"):
            continue
        module = importlib.import_module(f"providers.{found.name}")
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, PrismResource) and value.__module__ == module.__name__:
                yield Documented(found.name, value, getattr(module, f"{value.__name__}Provider"))


def page(one: Documented) -> str:
    """The page of a resource, in Markdown."""
    name, inputs = one.resource.__name__, one.provider.inputs
    parts = list(dict.fromkeys(_parts([field.annotation for field in inputs.model_fields.values()])))
    blocks = [
        f"# {name}",
        f"`providers.{one.noun}.{name}`, of type `pulumi-python:{vars(one.resource)['_resource_type_name']}`.",
        _text(importlib.import_module(one.resource.__module__)),
        _text(one.resource),
        _text(one.provider),
        *_transitions(one),
        "## Inputs",
        *(_text(model) for model in _models(inputs)),
        _table(declared(one.provider)),
        *(block for part in parts for block in (f"### {part.__name__}", _text(part), _table(part.model_fields))),
        "## Outputs",
        _outputs(one.resource),
        "## Replacement",
        _replacement(one.provider),
    ]
    if one.example.exists():
        code = one.example.read_text().rstrip()
        blocks += ["## Example", f"```python\n{code}\n```"]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _transitions(one: Documented) -> Iterator[str]:
    """The table of transitions, where a provider decides by one: the docstring of its module ``transition``."""
    package = importlib.import_module(one.resource.__module__)
    if hasattr(package, "__path__") and any(
        found.name == "transition" for found in pkgutil.iter_modules(package.__path__)
    ):
        yield "## Transitions"
        yield _text(importlib.import_module(f"{package.__name__}.transition"))


def index() -> str:
    """The list of all pages, and which resources are for operators' own programs."""
    rows = [f"| [{one.resource.__name__}]({one.noun}.md) | {_summary(one.resource)} |" for one in documented()]
    head = "Written by `python -m tools.generate` from the code. The tests run every example on the simulator."
    about = re.sub(r"^(.+)\n-+$", r"## \1", _text(providers), flags=re.MULTILINE)
    first, _, rest = about.partition("\n## ")
    table = "\n".join(["| resource | what it is |", "|---|---|", *rows])
    return "\n\n".join(["# Providers", head, first.strip(), table, f"## {rest.strip()}"]) + "\n"


def _summary(resource: type[PrismResource]) -> str:
    return " ".join(_text(resource).partition("\n\n")[0].split())


def pages() -> dict[str, str]:
    """File name and content of everything that is generated."""
    return {"index.md": index()} | {f"{one.noun}.md": page(one) for one in documented()}


def _text(thing: Any) -> str:
    # A class without words of its own would show those of its base.
    own = vars(thing).get("__doc__") if isinstance(thing, type) else thing.__doc__
    return inspect.cleandoc(own or "").replace("``", "`")


def _models(inputs: type[Inputs]) -> list[type[Inputs]]:
    """The model and those it extends, each of which tells of its own fields; the last first."""
    return [model for model in inputs.__mro__ if issubclass(model, Inputs) and model is not Inputs]


def _table(fields: dict[str, FieldInfo]) -> str:
    rows = [
        f"| `{name}` | {_type(field.annotation, field.metadata)} | {_default(field)} |"
        for name, field in fields.items()
    ]
    return "\n".join(["| name | type | default |", "|---|---|---|", *rows])


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    return "none" if value is None else f"`{value!r}`"


def _type(kind: Any, metadata: list[Any]) -> str:
    """A type as one would say it: `list of CIDR`, `int >= 0`, `Network or none`."""
    bounds = [(_SIGNS[type(m)], m) for m in metadata if type(m) in _SIGNS]
    limits = [f"{sign} {getattr(bound, name)}" for (sign, name), bound in bounds]
    special = [m.func.__name__.strip("_") for m in metadata if isinstance(m, AfterValidator)]
    names = {"cidr": "CIDR", "address": "IPv4 address"}
    base = next((names[name] for name in special if name in names), None) or _plain(kind)
    return " ".join([base, *limits])


def _plain(kind: Any) -> str:
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _type(inner[0], list(inner[1:]))
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in inner)
    if origin in (list, tuple):
        return f"list of {_plain(inner[0])}"
    if origin is dict:
        return f"map of {_plain(inner[0])} to {_plain(inner[1])}"
    if origin in (Union, types.UnionType):
        return " or ".join("none" if one is type(None) else _plain(one) for one in inner)
    if isinstance(kind, type) and issubclass(kind, Part):
        return f"[{kind.__name__}](#{kind.__name__.lower()})"
    return getattr(kind, "__name__", str(kind))


def _parts(kinds: list[Any]) -> Iterator[type[Part]]:
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, Part):
            yield kind
            yield from _parts([field.annotation for field in kind.model_fields.values()])
        else:
            yield from _parts(list(get_args(kind)))


def _outputs(resource: type[PrismResource]) -> str:
    # Its own alone: what the base classes annotate cannot all be evaluated.
    own = inspect.get_annotations(resource, eval_str=True)
    rows = [f"| `{name}` | {_plain(get_args(kind)[0])} | |" for name, kind in own.items() if _is_output(kind)]
    for name, value in vars(resource).items():
        if isinstance(value, property) and value.fget is not None:
            kind = get_type_hints(value.fget)["return"]
            rows.append(f"| `{name}` | {_plain(get_args(kind)[0])} | {' '.join(_text(value.fget).split())} |")
    return "\n".join(["| name | type | |", "|---|---|---|", *rows]) if rows else "None but the inputs."


def _is_output(kind: Any) -> bool:
    origin: Any = get_origin(kind)
    return origin is pulumi.Output


def _replacement(provider: type[CheckedProvider[Any]]) -> str:
    if not provider.replace_on:
        return "Everything is changed in place."
    names = ", ".join(f"`{name}`" for name in provider.replace_on)
    return f"A change of {names} makes a new one; everything else is changed in place."
