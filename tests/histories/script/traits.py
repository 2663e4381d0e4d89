"""What the world of one history is like beside the simulators' settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Traits:
    """Everything is as in the histories of before unless it is said.

    whole        the stacks hold policy, plan, peering and zone, and could delete them
    page         how many objects a page of a listing has, 0 for as many as the client wants
    crowd        how many VMs of others each site has, which come first in every listing
    purged       somebody deletes one of these between the first and the second page
    misplaced    the VMs with a floating IP whose address in the configuration is not theirs
    ahead        by how many seconds the clock of a site's Prism Central is ahead
    led_by_hand  the prefixes that static routes of both gateways lead to Tokyo since before the stacks came
    """

    whole: bool = False
    page: int = 0
    crowd: int = 0
    purged: bool = False
    misplaced: tuple[str, ...] = ()
    ahead: Mapping[str, float] = field(default_factory=dict)
    led_by_hand: tuple[str, ...] = ()

    def __str__(self) -> str:
        shown = {name: value for name, value in vars(self).items() if value}
        return f" with {shown}" if shown else ""
