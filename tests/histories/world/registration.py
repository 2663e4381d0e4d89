"""What the program registers by what the other stack has published, and what the engine deletes of it.

The program registers what needs an id of the other site only where that id is published. The engine deletes what the
state holds and a run has not registered, once everything else of the run is done. What is deleted is a name here: the
policy and the plan, the peering of the transit gateways, the zone of the DNS name and the other site's record in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.histories.lab.laboratory import HOME

OF_HOME = ("policy", "plan", "peering", "zone")
OF_OTHER = ("peering", "record")


@dataclass
class Registration:
    """``held`` is what the state holds of it, ``gone`` is told what was deleted at the site."""

    site: str
    gone: Callable[[str, str], None] = lambda site, what: None
    held: set[str] = field(default_factory=set)

    def begin(self) -> None:
        """Everything stands."""
        self.register(self.wanted(published=True))

    def wanted(self, *, published: bool) -> tuple[str, ...]:
        """What a run registers. ``published`` says whether the other stack has published its ids."""
        return (OF_HOME if self.site == HOME else OF_OTHER) if published else ()

    def register(self, names: tuple[str, ...]) -> None:
        """The engine makes what is new."""
        self.held |= set(names)

    def forget(self, names: tuple[str, ...], boundary: Callable[[str], None]) -> None:
        """The engine deletes what the run did not register."""
        for name in sorted(self.held - set(names)):
            boundary(f"before {name} is deleted")
            self.held.discard(name)
            self.gone(self.site, name)
