"""Fields of objects, compared and told."""

from __future__ import annotations

from plain_text import plain
from prism.model import Entity, Model

_SHOWN = 80


def fields_of(entity: Entity, names: tuple[str, ...]) -> dict[str, object]:
    """The fields, reduced to what this package declares. What Prism adds is not compared."""
    return {name: _declared(getattr(entity, name)) for name in names}


def _declared(value: object) -> object:
    if isinstance(value, Model):
        return {name: _declared(getattr(value, name)) for name in type(value).model_fields}
    return [_declared(item) for item in value] if isinstance(value, list) else value


def told(names: list[str], before: dict[str, object], current: Entity) -> str:
    """``name from 'a' to 'b', description``: with the values if they are short."""
    parts = []
    for name in names:
        was, now = before[name], getattr(current, name)
        short = all(isinstance(value, (str, int, type(None))) and len(str(value)) <= _SHOWN for value in (was, now))
        parts.append(plain(f"{name} from {was!r} to {now!r}") if short else name)
    return ", ".join(parts)
