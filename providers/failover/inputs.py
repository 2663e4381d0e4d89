"""What a failover declares, and what follows from it alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from providers.base import Inputs, Part
from providers.recovery import (
    NOT_KNOWN,
    Acceptance,
    AcceptedRisks,
    CategoryName,
    Lineage,
    accepted,
    reference_time_problems,
)
from topology import Category, ProtectionTier, SiteModel


class PublishedWord(Part):
    """What the other stack has published: its generation and its active site.

    ``taken_over`` is the text of a Lineage: which VMs the takeover of that generation has moved, by their ids. Missing
    where that stack's program is older, or where it has taken nothing over.
    """

    generation: int = Field(ge=0)
    active_site: str
    taken_over: str | None = None


class FailoverInputs(Inputs):
    """``sites`` maps each site's name to the name of its domain manager; ``reference_time`` is RFC 3339.

    ``live_migrate`` moves running VMs without a pause, in a planned failover with synchronous replication.
    ``instant_restore`` starts VMs before their data is copied back, in an unplanned failover from a recovery point
    store. ``others`` is missing until the other stack has been up. ``flip_number`` says which flip ``active_site`` asks
    for, so that an old checkout cannot ask for it again. ``rpo_seconds`` is what recovery points are held against.
    ``more_categories`` are those of further tiers of the same plan, ``other_categories`` those of tiers that come over
    in another way: a VM that is known by its id alone, and has one of them, is left to that tier.

    ``without_plan``: no plan recovers anything at this site, and something else recovers the VMs after this resource.
    The site may then have no Prism Central while it stands by.

    ``keeps_addresses``: every VM is to have the address of its recovery point. A warning of Prism Central about
    networks stops the failover, and addresses are compared and given back when the VMs are here.
    """

    site: str
    active_site: str
    home_site: str
    recovery_plan: str
    category: CategoryName
    sites: dict[str, str]
    mode: Literal["planned", "unplanned"] = "planned"
    reference_time: str | None = None
    timeout_seconds: int = Field(default=3600, gt=0)
    live_migrate: bool = False
    instant_restore: bool = False
    others: PublishedWord | None = None
    flip_number: int | None = Field(default=None, ge=1)
    rpo_seconds: int | None = Field(default=None, ge=0)
    accepted_risks: AcceptedRisks | None = None
    more_categories: list[CategoryName] = Field(default_factory=list)
    other_categories: list[CategoryName] = Field(default_factory=list)
    without_plan: bool = False
    keeps_addresses: bool = True
    _stood_down: str = PrivateAttr(default="")

    @model_validator(mode="before")
    @classmethod
    def _old_state(cls, given: Any) -> Any:
        """A state may still say mode ``test``, which check accepts no longer: it moved nothing, as ``planned`` now."""
        return {**given, "mode": "planned"} if isinstance(given, dict) and given.get("mode") == "test" else given

    @property
    def categories(self) -> list[CategoryName]:
        """The categories of all protected VMs that the plan recovers."""
        return [self.category, *self.more_categories]

    @property
    def here_active(self) -> bool:
        """Whether the workload is to run at this site."""
        return self.active_site == self.site

    @property
    def acceptance(self) -> Acceptance | None:
        """What the operator has accepted, and for which flip."""
        return self.accepted_risks.acceptance() if self.accepted_risks else None

    @property
    def lineage(self) -> Lineage:
        """Which VMs of this site the other one has taken over; not known unless it says that it is active."""
        told = self.others if self.others and self.others.active_site == self.other_site else None
        return (Lineage.parse(told.taken_over) if told else NOT_KNOWN).remembering(self._stood_down)

    def remembering(self, state: Mapping[str, Any]) -> Self:
        """With the VMs that the state of this site remembers as left to the other, as long as it stands by."""
        remembering = self.model_copy()
        remembering._stood_down = str(state.get("stood_down") or "")
        return remembering

    @property
    def domain_manager(self) -> str:
        """The name of this site's own domain manager."""
        return self.sites[self.site]

    @property
    def other_site(self) -> str:
        """The name of the other site."""
        return next((site for site in sorted(self.sites) if site != self.site), "")


def find_problems(inputs: FailoverInputs) -> Iterable[tuple[str, str]]:
    """What is wrong between the fields."""
    names = ", ".join(sorted(inputs.sites)) or "none"
    for field in ("site", "active_site", "home_site"):
        value = getattr(inputs, field)
        if value not in inputs.sites:
            yield field, f"is '{value}'; expected one of the sites: {names}"
    if inputs.live_migrate and inputs.mode != "planned":
        yield "live_migrate", f"needs mode planned, not {inputs.mode}: a lost VM cannot be moved while it runs"
    if inputs.instant_restore and inputs.mode != "unplanned":
        yield "instant_restore", f"needs mode unplanned, not {inputs.mode}: a planned failover restores nothing"
    yield from reference_time_problems(inputs.reference_time)
    if inputs.reference_time is not None and inputs.mode == "planned":
        yield "reference_time", "needs failoverMode: unplanned; a planned failover loses nothing"


def declared(model: SiteModel, tier: ProtectionTier | None = None) -> dict[str, Any]:
    """What the configuration says of this site's failover, without what the other stack has published.

    Of the tiers on the cluster, which one plan recovers; or of one ``tier`` that comes home by a plan of its own.
    """
    protection, flip = model.protection, model.flip
    first, further = tier or protection, () if tier else protection.cluster_tiers
    mine = [first.category, *(one.category for one in further)]
    return {
        "site": model.me.name,
        "active_site": model.active.name,
        "home_site": model.home.name,
        "recovery_plan": first.recovery_plan,
        "category": _named(first.category),
        "sites": {site.name: site.prism_central for site in model.sites.values()},
        "mode": model.failover_mode.value,
        "reference_time": model.recovery_reference_time,
        "timeout_seconds": protection.timeout_minutes * 60,
        # assumed: recovery points of every tier on the cluster are held against the first one's objective.
        "rpo_seconds": first.rpo_seconds,
        "live_migrate": flip.live_migrate,
        "instant_restore": flip.instant_restore,
        "flip_number": flip.number,
        "more_categories": [_named(one.category) for one in further] or None,
        "other_categories": [_named(one) for one in protection.categories if one not in mine] or None,
        "accepted_risks": accepted(flip.accepted),
        # Where even the first tier is in the store, it is restored from there and only comes home by a plan.
        "without_plan": protection.in_store and not model.is_home,
        "keeps_addresses": None if protection.keeps_addresses else False,
    }


def _named(category: Category) -> dict[str, str]:
    return {"key": category.key, "value": category.value}
