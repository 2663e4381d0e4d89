"""The failover of this site: which site is active, and what must be done before routes may follow."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi import Input, Output, ResourceOptions

from components.published import Published
from providers.failover import Failover
from topology import AcceptedRisks, Category, ProtectionTier, SiteModel


def failover(
    name: str,
    *,
    model: SiteModel,
    other: Published,
    after: Sequence[pulumi.Resource | None],
    drained: Sequence[pulumi.Resource] = (),
    opts: ResourceOptions | None = None,
) -> Failover:
    """This site's Failover resource. `after`: networks and plan must stand before a virtual machine is recovered.

    A site that stands down waits for none of it, but for the requests under way (`drained`): what runs there must stop
    first, whatever else is out of order.

    It works from the recovery plan that this site's own Prism Central holds, so it needs nothing of the other site but
    what that has published: as of which flip it knows who is active.
    """
    needed = [*drained, *(part for part in after if part and model.is_active)]
    protection = model.protection
    return _failover(
        name,
        model,
        other,
        protection.recovery_plan,
        protection.category,
        protection.rpo_seconds,
        # assumed: recovery points of every tier on the cluster are held against the first one's objective.
        [tier.category for tier in protection.cluster_tiers],
        ResourceOptions.merge(opts, ResourceOptions(depends_on=needed)),
    )


def homecoming(
    tier: ProtectionTier, *, model: SiteModel, other: Published, after: Sequence[pulumi.Resource]
) -> Failover | None:
    """The home site's Failover of a tier in the recovery point store: by the tier's own plan it comes home again, and
    what is left of it here stands down. None for a tier that goes with the protection's plan.
    """
    if tier.recovery_plan in (None, model.protection.recovery_plan):
        return None
    options = ResourceOptions(depends_on=list(after))
    name = f"failover-{tier.name}"
    return _failover(name, model, other, tier.recovery_plan, tier.category, tier.rpo_seconds, [], options)


def _failover(
    name: str,
    model: SiteModel,
    other: Published,
    plan: str,
    category: Category,
    rpo_seconds: int,
    more: Sequence[Category],
    options: ResourceOptions,
) -> Failover:
    return Failover(
        name,
        site=model.me.name,
        active_site=model.active.name,
        home_site=model.home.name,
        recovery_plan=plan,
        category={"key": category.key, "value": category.value},
        mode=model.failover_mode.value,
        reference_time=model.recovery_reference_time,
        sites={site.name: site.prism_central for site in model.sites.values()},
        timeout_seconds=model.protection.timeout_minutes * 60,
        rpo_seconds=rpo_seconds,
        live_migrate=model.flip.live_migrate,
        instant_restore=model.flip.instant_restore,
        flip_number=model.flip.number,
        more_categories=[{"key": one.key, "value": one.value} for one in more] or None,
        accepted_risks=accepted(model.flip.accepted),
        # Where even the first tier is in the store, it is restored from there and only comes home by a plan.
        without_plan=model.protection.in_store and not model.is_home,
        others=_word(other),
        opts=options,
    )


def last_word(recovery: Failover) -> dict[str, Output[Any]]:
    """What this stack publishes of its failover: when done, not when wished for, as the other stack decides by it."""
    return {
        "generation": recovery.generation.apply(lambda number: int(number or 0)),
        "active_site": recovery.active_site,
    }


def told_of(recovery: Failover, tiers: Mapping[str, Input[Any]]) -> dict[str, Input[Any]]:
    """What people and scripts read of the failover, and of the tiers in the recovery point store."""
    return {
        "state": recovery.state,
        "recovered": recovery.recovered,
        "reverseProtection": recovery.reverse_protection,
        **tiers,
    }


def accepted(given: AcceptedRisks | None) -> dict[str, Any] | None:
    """What the operator has accepted, as the providers take it."""
    return {"flip": given.flip, "risks": [risk.value for risk in given.risks]} if given else None


def _word(other: Published) -> dict[str, Any] | None:
    if other.generation is None or other.active_site is None:
        return None
    return {"generation": other.generation, "active_site": other.active_site}
