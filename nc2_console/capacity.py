"""The capacity of a cluster: hosts by type, read and written back with what this project does not own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nc2_console.model import Model

LEAST_OF_A_TYPE = 3
"""The fewest hosts of a type, by the API."""


class Capacity(Model):
    """The wanted number of hosts of a type, and what goes with them: `remote_storage` are EBS volumes.

    A request to change the capacity replaces all of it, so that what is left out is given up.
    """

    host_type: str
    number_of_hosts: int
    node_type: str | None = None
    remote_storage: dict[str, Any] | None = None
    advanced_settings: dict[str, Any] | None = None

    def written(self) -> dict[str, Any]:
        """As a request has it: every field of the API's document that was read."""
        return self.model_dump(exclude_none=True)


def with_nodes(capacity: Sequence[Capacity], node_type: str, nodes: int) -> tuple[Capacity, ...]:
    """The capacity with so many nodes in all: those of other types stay, and this type has the rest.

    Raises ValueError, in words that follow "cannot have N nodes: ", for a number that the API does not take.
    """
    others = tuple(part for part in capacity if part.host_type != node_type)
    rest = nodes - sum(part.number_of_hosts for part in others)
    if rest == 0 and others:
        return others
    if others and rest < LEAST_OF_A_TYPE:
        counts = " and ".join(f"{part.number_of_hosts} {part.host_type}" for part in others)
        raise ValueError(f"it has {counts}, and of {node_type} there may be none, or {LEAST_OF_A_TYPE} or more")
    own = next((part for part in capacity if part.host_type == node_type), None)
    own = own or Capacity(host_type=node_type, number_of_hosts=rest)
    changed = own.model_copy(update={"number_of_hosts": rest})
    return tuple(changed if part is own else part for part in capacity) if own in capacity else (*capacity, changed)
