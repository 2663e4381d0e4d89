"""What a recovery from a recovery point store declares."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from pydantic import Field

from providers.base.fields import Inputs, Part
from providers.failover.inputs import AcceptedRisks, CategoryName
from providers.floating_ips.changes import Member
from providers.recovery.acceptance import Acceptance


class StoreStage(Part):
    """VMs of one category, restored and started together, ``delay_seconds`` before the next."""

    category: CategoryName
    delay_seconds: int = Field(default=0, ge=0)


class StoreTier(Part):
    """The VMs of one category, in one wave a stage; those in no stage come after the last."""

    name: str
    category: CategoryName
    rpo_seconds: int = Field(ge=0)
    stages: list[StoreStage] = Field(default_factory=list)


class NodeSize(Part):
    """What a node that can be added has for VMs, the part of its controller VM taken off."""

    name: str
    vcpus: int = Field(gt=0)
    memory_bytes: int = Field(gt=0)
    storage_bytes: int = Field(gt=0)


class AwaitedFloatingIps(Part):
    """Floating IPs that wait for VMs: those of a FloatingIps, known by its owner, with its members."""

    owner: str
    members: dict[str, Member]
    external_subnet_id: str | None = None


class StoreRecoveryInputs(Inputs):
    """``store`` and ``clusters`` are names in this site's Prism Central, ``vpc`` that of the overlay.

    ``clusters`` are the targets, in the order in which they are filled; ``generation`` is the flip's, as the failover
    before this one has counted it. ``before`` are the categories of the tiers that come first, on the first cluster: a
    preview leaves them their room. ``node`` is what VMs get of a node, and what can be added where there is too little
    room; ``nodes`` is how many the first cluster has once this run has scaled it, which a preview reckons with.
    ``category_ids`` are the home site's, by ``key:value``: a Prism Central that was made a minute ago knows none, but
    the recovery points name them, and so the tiers and the waves.
    ``floating_ips`` are led to the VMs that have been restored.
    """

    site: str
    active_site: str
    store: str
    clusters: list[str] = Field(min_length=1)
    vpc: str
    tiers: list[StoreTier] = Field(min_length=1)
    before: list[CategoryName] = Field(default_factory=list)
    mode: Literal["planned", "unplanned", "test"] = "planned"
    generation: int | None = Field(default=None, ge=0)
    reference_time: str | None = None
    accepted_risks: AcceptedRisks | None = None
    node: NodeSize | None = None
    nodes: int | None = Field(default=None, ge=0)
    category_ids: dict[str, str] = Field(default_factory=dict)
    floating_ips: AwaitedFloatingIps | None = None

    @property
    def here_active(self) -> bool:
        """Whether the workload is to run at this site."""
        return self.active_site == self.site

    @property
    def acceptance(self) -> Acceptance | None:
        """What the operator has accepted, and for which flip."""
        given = self.accepted_risks
        return Acceptance(given.flip, frozenset(kind.value for kind in given.risks)) if given else None


def find_problems(inputs: StoreRecoveryInputs) -> Iterable[tuple[str, str]]:
    """What is wrong between the fields."""
    names = [tier.name for tier in inputs.tiers]
    if len(set(names)) != len(names):
        yield "tiers", f"has the names {', '.join(names)}; expected each once"
    if inputs.reference_time is not None:
        try:
            datetime.fromisoformat(inputs.reference_time)
        except ValueError:
            yield "reference_time", f"is '{inputs.reference_time}'; expected a time such as 2026-01-31T03:00:00Z"
