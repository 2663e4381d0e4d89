"""What properties are on the other side of the engine's wire, without the wire: that is a quarter of a history's time.

The histories that go over HTTPS take the real one, and must give the same logs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def light_wire(props: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers become floats, None disappears, everything else is a copy."""
    return {name: _through(value) for name, value in props.items() if value is not None}


def _through(value: Any) -> Any:
    if isinstance(value, Mapping):
        return light_wire(value)
    if isinstance(value, (list, tuple)):
        return [_through(one) for one in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
