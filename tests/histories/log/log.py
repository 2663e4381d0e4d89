"""All that happened at both sites and both transit gateways, in one order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.histories.log.event import Event


@dataclass
class Log:
    """Append only."""

    events: list[Event] = field(default_factory=list)

    def add(self, site: str, kind: str, subject: str = "", **details: Any) -> None:
        """Notes an event."""
        self.events.append(Event(len(self.events) + 1, site, kind, subject, details))

    def __str__(self) -> str:
        return "\n".join(map(str, self.events))
