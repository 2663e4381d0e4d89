"""The failover of this site: which site is active, and what must be done before routes may follow."""

from collections.abc import Sequence
from typing import Any

import pulumi
from pulumi import Output, ResourceOptions

from components.site_outputs import SiteOutputs
from providers.failover import Failover
from topology import AcceptedRisks, SiteModel


def failover(
    name: str,
    *,
    model: SiteModel,
    other: SiteOutputs,
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
    return Failover(
        name,
        site=model.me.name,
        active_site=model.active.name,
        home_site=model.home.name,
        recovery_plan=model.protection.recovery_plan,
        category={"key": model.protection.category.key, "value": model.protection.category.value},
        mode=model.failover_mode.value,
        reference_time=model.recovery_reference_time,
        sites={site.name: site.prism_central for site in model.sites.values()},
        timeout_seconds=model.protection.timeout_minutes * 60,
        rpo_seconds=model.protection.rpo_seconds,
        live_migrate=model.flip.live_migrate,
        instant_restore=model.flip.instant_restore,
        flip_number=model.flip.number,
        accepted_risks=accepted(model.flip.accepted),
        others=_word(other),
        opts=ResourceOptions.merge(opts, ResourceOptions(depends_on=needed)),
    )


def last_word(recovery: Failover) -> dict[str, Output[str]]:
    """What this stack publishes of its failover: when done, not when wished for, as the other stack decides by it."""
    return {
        "generation": recovery.generation.apply(lambda number: str(int(number or 0))),
        "active_site": recovery.active_site,
    }


def told_of(recovery: Failover) -> dict[str, Output[Any]]:
    """What people and scripts read of the failover."""
    return {
        "state": recovery.state,
        "recovered": recovery.recovered,
        "reverseProtection": recovery.reverse_protection,
    }


def accepted(given: AcceptedRisks | None) -> dict[str, Any] | None:
    """What the operator has accepted, as the providers take it."""
    return {"flip": given.flip, "risks": [risk.value for risk in given.risks]} if given else None


def _word(other: SiteOutputs) -> dict[str, Any] | None:
    if other.generation is None or other.active_site is None:
        return None
    return {"generation": int(other.generation), "active_site": other.active_site}
