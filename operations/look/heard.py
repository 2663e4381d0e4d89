"""What the other stack had published when this site's stack ran last: that remembers it, and nobody else is asked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from providers.recovery import Lineage

_REMEMBERED = "remembered"


@dataclass(frozen=True)
class Heard:
    """`taken_over`: the pairs of a recovery plan's takeover, `tiers`: those of the tiers in the recovery point store.

    All are empty where the stack has not run yet, or its program is older.
    """

    generation: int = 0
    active_site: str = ""
    taken_over: str = ""
    tiers: str = ""

    @classmethod
    def of(cls, outputs: Mapping[str, Any]) -> Self:
        """From the outputs of this site's stack."""
        try:
            heard = json.loads(outputs[_REMEMBERED])["heard"]
            given = {name: str(heard.get(name) or "") for name in ("activeSite", "takenOver", "tiersTakenOver")}
            return cls(int(heard.get("generation") or 0), *given.values())
        except (KeyError, TypeError, ValueError, AttributeError):
            return cls()

    def for_plan(self, *, in_store: bool) -> dict[str, Any]:
        """The other stack's word, as a failover by a recovery plan takes it; nothing where there is none."""
        if not self.active_site:
            return {}
        pairs = self.taken_over or (self.tiers if in_store else "")
        word = {"generation": self.generation, "active_site": self.active_site}
        return {"others": {**word, "taken_over": pairs} if pairs else word}

    def for_store(self, *, in_store: bool, tiers: int) -> dict[str, str]:
        """Which VMs of the tiers in the store the other site has brought home; nothing where that is not known."""
        if not in_store:
            return {"brought_home": self.tiers} if self.tiers else {}
        told = [self.taken_over, *([self.tiers] if tiers > 1 else [])]
        pairs = str(Lineage.union(Lineage.parse(text) for text in told))
        return {"brought_home": pairs} if pairs else {}
