"""What goes wrong with nodes: a node does not join, a zone has too little capacity, a task takes long."""

from __future__ import annotations

import math

from simulator.prism.model import Json

KINDS = {
    "node-fails": "the next `count` nodes do not join",
    "no-capacity": "the `zone` has only `free` more nodes of `type` (each left out = any)",
    "stuck": "the next task of `task` takes `seconds` longer, or for ever",
}


class Troubles:
    """The troubles on order."""

    def __init__(self) -> None:
        self._fails = 0
        self._free: dict[tuple[str, str], int] = {}
        self._stuck: dict[str, float] = {}

    def order(self, asked: Json) -> None:
        """Order a trouble; raises ValueError."""
        kind = asked.get("kind")
        if kind == "node-fails":
            self._fails += int(asked.get("count", 1))
        elif kind == "no-capacity":
            self._free[str(asked.get("type", "*")), str(asked.get("zone", "*"))] = int(asked.get("free", 0))
        elif kind == "stuck":
            seconds = asked.get("seconds")
            self._stuck[str(asked.get("task", "update_capacity"))] = math.inf if seconds is None else float(seconds)
        else:
            raise ValueError(f"kind {kind!r}: expected one of {', '.join(KINDS)}")

    def clear(self) -> None:
        """Cancel all troubles on order."""
        self.__init__()  # type: ignore[misc]

    def fails(self) -> bool:
        """Whether the next node does not join. The trouble counts as met."""
        self._fails -= 1 if (failing := self._fails > 0) else 0
        return failing

    def granted(self, node_type: str, zone: str, wanted: int) -> int:
        """How many of the wanted nodes the zone gives. The trouble counts as met."""
        given = wanted
        for (kind, place), free in self._free.items():
            if kind in ("*", node_type) and place in ("*", zone):
                given = min(given, free)
        for (kind, place), free in list(self._free.items()):
            if kind in ("*", node_type) and place in ("*", zone):
                self._free[kind, place] = free - given
        return given

    def delay(self, task: str) -> float:
        """How many seconds longer the next task of this kind takes."""
        return self._stuck.pop(task, 0.0)
