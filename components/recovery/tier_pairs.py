"""Which VMs this site has taken over, by a plan and from the recovery point store, as its stack publishes it."""

from collections.abc import Iterable, Sequence
from typing import Any

import pulumi
from pulumi import Output

from components.published import Published
from providers.failover import Failover
from providers.recovery import Lineage
from providers.store_recovery import StoreRecovery
from topology import SiteModel


def taken_over(told: Sequence[Any]) -> str | None:
    """Of (state, text of the pairs): the text, which only an active site publishes. A state may be older than both."""
    state, text = told[:2]
    return text or None if state == "active" else None


def tiers_taken_over(tiers: Iterable[pulumi.Resource]) -> Output[str | None] | None:
    """The pairs of all of them in one text. A site publishes them only while it is active, and if each is known."""
    found = [one for one in tiers if isinstance(one, Failover | StoreRecovery)]
    told = [Output.all(one.site, one.active_site, one.taken_over) for one in found]
    return Output.all(*told).apply(_union) if told else None


def pairs_for_store(model: SiteModel, other: Published) -> str | None:
    """What the other site has brought home of all tiers that this site restores from the store.

    Where everything is in the store, the first tier comes home by the other site's own failover.
    """
    if not model.protection.in_store:
        return other.tiers_taken_over
    return _text(Lineage.parse(text) for text in (other.taken_over, *_further(model, other)))


def _further(model: SiteModel, other: Published) -> list[str | None]:
    return [other.tiers_taken_over] if len(model.protection.store_tiers) > 1 else []


def pairs_for_plan(model: SiteModel, other: Published) -> str | None:
    """What the other site has taken over of the tiers that this site's own failover recovers."""
    return other.taken_over or (other.tiers_taken_over if model.protection.in_store else None)


def _union(told: Sequence[Sequence[Any]]) -> str | None:
    active = all(site == active_site for site, active_site, _ in told)
    return _text(Lineage.parse(text) for _, _, text in told) if active else None


def _text(lineages: Iterable[Lineage]) -> str | None:
    return str(Lineage.union(lineages)) or None
