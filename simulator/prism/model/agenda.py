"""What replication has to look at, at one site: VMs that changed, and VMs and recovery points whose time has come."""

from __future__ import annotations

import heapq
import math

VM, POINT = "vm", "point"
_Key = tuple[str, str]


class Agenda:
    """`touched` holds the VMs that changed since replication last ran."""

    def __init__(self) -> None:
        self.touched: dict[str, None] = {}
        self._times: dict[_Key, float] = {}
        self._queue: list[tuple[float, _Key]] = []

    def plan(self, what: str, ext_id: str, at: float) -> None:
        """Look at a VM or a point at this time, and at no other. inf = never."""
        key = what, ext_id
        if at == self._times.get(key, math.inf):
            return
        if math.isinf(at):
            del self._times[key]
        else:
            self._times[key] = at
            heapq.heappush(self._queue, (at, key))

    def due(self, what: str, now: float) -> list[str]:
        """What is due by now. Each stays planned until it is planned anew."""
        found = []
        for at, key in self._taken(now):
            heapq.heappush(self._queue, (at, key))
            if key[0] == what:
                found.append(key[1])
        return found

    def next(self) -> float:
        """When something is due next; inf = never."""
        while self._queue and self._times.get(self._queue[0][1]) != self._queue[0][0]:
            heapq.heappop(self._queue)
        return self._queue[0][0] if self._queue else math.inf

    def _taken(self, now: float) -> list[tuple[float, _Key]]:
        found: dict[_Key, float] = {}
        while self.next() <= now:
            at, key = heapq.heappop(self._queue)
            found[key] = at
        return [(at, key) for key, at in found.items()]
