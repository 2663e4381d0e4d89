"""The failover of this site: which site is active, and what must be done before routes may follow."""

from collections.abc import Sequence
from typing import Any

import pulumi
from pulumi import ResourceOptions

from components.published import Published
from components.recovery.tier_pairs import pairs_for_plan
from providers.failover import Failover, declared
from topology import ProtectionTier, SiteModel


def failover(
    name: str,
    *,
    model: SiteModel,
    other: Published,
    after: Sequence[pulumi.Resource | None],
    drained: Sequence[pulumi.Resource] = (),
    opts: ResourceOptions | None = None,
) -> Failover:
    """This site's Failover resource. `after`: networks and plan, which must exist before a VM is recovered.

    A site that stands down waits for none of them, only for the requests under way (`drained`): what runs there must
    stop first, whatever else is out of order.

    The recovery plan is in this site's own Prism Central. Of the other site it needs what that has published: who is
    active, as of which flip.
    """
    needed = [*drained, *(part for part in after if part and model.is_active)]
    options = ResourceOptions.merge(opts, ResourceOptions(depends_on=needed, protect=True))
    return Failover(name, **declared(model), others=_word(other, pairs_for_plan(model, other)), opts=options)


def homecoming(
    tier: ProtectionTier, *, model: SiteModel, other: Published, after: Sequence[pulumi.Resource]
) -> Failover | None:
    """The home site's Failover of a tier in the recovery point store; None for a tier of the protection's own plan.

    The tier comes home by a plan of its own, and what is left of it here stands down: what the other site has restored
    from the store.
    """
    if tier.recovery_plan in (None, model.protection.recovery_plan):
        return None
    options = ResourceOptions(depends_on=list(after), protect=True)
    return Failover(
        f"failover-{tier.name}", **declared(model, tier), others=_word(other, other.tiers_taken_over), opts=options
    )


def _word(other: Published, pairs: str | None) -> dict[str, Any] | None:
    if other.generation is None or other.active_site is None:
        return None
    word: dict[str, Any] = {"generation": other.generation, "active_site": other.active_site}
    return {**word, "taken_over": pairs} if pairs else word
