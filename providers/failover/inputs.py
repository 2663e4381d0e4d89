"""What a failover declares, and what follows from it alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from pydantic import Field

from providers.base.fields import Inputs, Part
from providers.failover.turn import Turn, Word
from providers.recovery.acceptance import Acceptance
from topology.choices import RiskKind


class CategoryName(Part):
    """The category of the protected VMs."""

    key: str
    value: str


class PublishedWord(Part):
    """What the other stack has published: its generation and its active site."""

    generation: int = Field(ge=0)
    active_site: str


class AcceptedRisks(Part):
    """Kinds of risk that the operator takes in the flip of this generation, and in no other."""

    flip: int = Field(ge=1)
    risks: list[RiskKind]


class FailoverInputs(Inputs):
    """``sites`` maps each site's name to the name of its domain manager; ``reference_time`` is RFC 3339.

    ``live_migrate`` moves running VMs without a pause, in a planned failover whose replication is synchronous;
    ``instant_restore`` starts VMs before their data is copied back, in an unplanned one from a recovery point store.

    ``others`` is missing until the other stack has been up; ``flip_number`` says which flip ``active_site`` asks for,
    so that an old checkout cannot ask for it again; ``rpo_seconds`` is what recovery points are held against.
    ``more_categories`` are those of further tiers of the same plan. ``without_plan``: no plan recovers anything at this
    site, where something else does so after this; then there may be no Prism Central while the site stands by.
    """

    site: str
    active_site: str
    home_site: str
    recovery_plan: str
    category: CategoryName
    sites: dict[str, str]
    mode: Literal["planned", "unplanned", "test"] = "planned"
    reference_time: str | None = None
    timeout_seconds: int = Field(default=3600, gt=0)
    live_migrate: bool = False
    instant_restore: bool = False
    others: PublishedWord | None = None
    flip_number: int | None = Field(default=None, ge=1)
    rpo_seconds: int | None = Field(default=None, ge=0)
    accepted_risks: AcceptedRisks | None = None
    more_categories: list[CategoryName] = Field(default_factory=list)
    without_plan: bool = False

    @property
    def categories(self) -> list[CategoryName]:
        """Of all protected VMs that the plan recovers."""
        return [self.category, *self.more_categories]

    @property
    def here_active(self) -> bool:
        """Whether the workload is to run at this site."""
        return self.active_site == self.site

    @property
    def acceptance(self) -> Acceptance | None:
        """What the operator has accepted, and for which flip."""
        given = self.accepted_risks
        return Acceptance(given.flip, frozenset(kind.value for kind in given.risks)) if given else None

    def turn(self, own: Word | None, *, numbered: bool = False) -> Turn:
        """This run, seen from what the state says (``own``)."""
        word = Word(self.others.generation, self.others.active_site) if self.others else None
        other = source_site(self, "")
        return Turn(self.site, other, self.active_site, own, word, self.flip_number, numbered)

    @property
    def domain_manager(self) -> str:
        """The name of this site's own domain manager."""
        return self.sites[self.site]


def find_problems(inputs: FailoverInputs) -> Iterable[tuple[str, str]]:
    """What is wrong between the fields."""
    names = ", ".join(sorted(inputs.sites)) or "none"
    for field in ("site", "active_site", "home_site"):
        value = getattr(inputs, field)
        if value not in inputs.sites:
            yield field, f"is '{value}'; expected one of the sites: {names}"
    if inputs.live_migrate and inputs.mode != "planned":
        yield "live_migrate", f"goes with mode planned only, not {inputs.mode}: a VM that is gone cannot be moved"
    if inputs.instant_restore and inputs.mode != "unplanned":
        yield "instant_restore", f"goes with mode unplanned only, not {inputs.mode}: nothing is restored there"
    if inputs.reference_time is not None:
        try:
            datetime.fromisoformat(inputs.reference_time)
        except ValueError:
            yield (
                "reference_time",
                f"is '{inputs.reference_time}'; expected a time such as 2026-01-31T03:00:00Z",
            )
        if inputs.mode == "planned":
            yield (
                "reference_time",
                "goes with failoverMode: unplanned only; a planned failover loses nothing and needs none",
            )


def source_site(inputs: FailoverInputs, was_active: str) -> str:
    """The site the workload comes from: the one active before, else the other one."""
    if was_active and was_active != inputs.site:
        return was_active
    return next((site for site in sorted(inputs.sites) if site != inputs.site), "")


def no_test(was: str, now: str) -> str:
    """Why a flip in mode ``test`` is refused."""
    return (
        f"is 'test', but activeRegion changes from {was} to {now}: a test failover moves nothing, so it "
        "cannot be part of a "
        "flip. Set failoverMode to planned or unplanned, or leave activeRegion as it is."
    )


def not_yet(inputs: FailoverInputs) -> str:
    """Why a new stack cannot begin as the active one."""
    return (
        f"activeRegion is {inputs.site}, but this stack is new and none of the VMs of category "
        f"{inputs.category.key}:"
        f"{inputs.category.value} runs here. The first pulumi up only records where the workload runs. "
        "Set activeRegion to "
        f"{inputs.home_site}, run pulumi up on both stacks, then flip."
    )
