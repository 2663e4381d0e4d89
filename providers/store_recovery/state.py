"""What the state holds of a recovery from a store beside its inputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NOTHING: dict[str, Any] = {
    "restored": [],
    "superseded": [],
    "store_id": "",
    "captured_categories": {},
    "taken_over": "",
    "failed": {},
}


def outputs_of(props: Mapping[str, Any]) -> dict[str, Any]:
    """The outputs that a state holds."""
    return {name: props.get(name, default) for name, default in NOTHING.items()}
