"""The history of the VMs of all sites, append only. A checker of "never two active sites" reads it."""

from __future__ import annotations

from simulator.prism.model.json import Json


class Events:
    """Numbered events: created, powered_on, powered_off, deleted, recovered."""

    def __init__(self) -> None:
        self.log: list[Json] = []
        self.fresh: list[Json] = []
        """The events that are not on disk yet."""

    def add(self, event: Json) -> None:
        """Append an event; it gets the next number."""
        numbered = {"seq": len(self.log) + 1, **event}
        self.log.append(numbered)
        self.fresh.append(numbered)

    def after(self, number: int, site: str | None = None) -> list[Json]:
        """The events after this number, of one site or of all."""
        return [e for e in self.log[max(number, 0) :] if site in (None, e["site"])]
