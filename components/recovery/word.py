"""What this stack says of its failover once it is done. The other stack stands down on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import pulumi
from pulumi import Output

from components.recovery.recovery import Recovery
from components.recovery.tier_pairs import taken_over, tiers_taken_over
from providers.base import known
from providers.failover import Failover
from providers.store_recovery import StoreRecovery


@dataclass(frozen=True)
class Word:
    """The active site, and as of which failover: of a finished one, or of none.

    The engine keeps the outputs of a failed run if the program could still give all of them. So these wait for the
    failover, for the tiers, and for the routes. A run that ends before them gives none, and the old outputs stay.
    """

    generation: Output[int]
    active_site: Output[str]
    taken_over: Output[str | None]
    tiers_taken_over: Output[str | None] | None

    @classmethod
    def of(cls, recovery: Recovery, *, tiers: Sequence[pulumi.Resource], led: Sequence[Output[str]]) -> Self:
        """`tiers`: what else recovers VMs. `led`: what became of each route of the workload, empty if it leads right.

        A run of some resources alone (`--target`) can end with the failover done and the routes not. The word is then
        refused, which ends the run.
        """
        failover = recovery.failover
        active_site = failover.active_site
        # A preview tells of the site that will be active, before anything of a new resource is known.
        if not pulumi.runtime.is_dry_run():
            behind = [_behind(failover, one) for one in tiers if isinstance(one, Failover | StoreRecovery)]
            done = Output.all(failover.active_site, [one.urn for one in tiers], *behind, *led)
            # In a run of some resources alone, what the others would have made is not known.
            active_site = done.apply(_said, run_with_unknowns=True)
        said = Output.all(failover.generation, active_site)
        taken = Output.all(failover.state, failover.taken_over, active_site).apply(taken_over)
        pairs = tiers_taken_over(tiers)
        tiers_taken = Output.all(pairs, active_site).apply(lambda found: found[0]) if pairs else None
        return cls(said.apply(lambda found: int(found[0] or 0)), active_site, taken, tiers_taken)

    @property
    def published(self) -> Mapping[str, Output[Any]]:
        """The active site as this stack knows it, as of which failover, and which VMs that moved: the other stack
        decides by it."""
        told = {"generation": self.generation, "active_site": self.active_site, "taken_over": self.taken_over}
        return {**told, "tiers_taken_over": self.tiers_taken_over} if self.tiers_taken_over else told


def _behind(failover: Failover, tier: Failover | StoreRecovery) -> Output[str]:
    """Empty where the tier has followed the failover."""
    sites = Output.all(failover.active_site, tier.active_site)
    return sites.apply(lambda both: "" if both[0] == both[1] else f"the recovery of a tier says {both[1]}")


def _said(found: Sequence[Any]) -> str:
    missing = [one for one in found[2:] if one] if known(found) else ["a resource of it does not exist yet"]
    if missing:
        raise pulumi.RunError(
            f"The active site is not published, because not all that belongs to it is done: {'; '.join(missing)}. The "
            "other stack waits for it. Run pulumi up on this stack without --target."
        )
    return str(found[0])
