"""What a recovery from a recovery point store declares."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import Field, model_validator

from providers.base import Inputs, Part
from providers.floating_ips.changes import Member
from providers.recovery import Acceptance, AcceptedRisks, CategoryName, Lineage, accepted, reference_time_problems
from topology import Category, Protection, ProtectionTier, SiteModel
from topology.compute import VCPUS_PER_CORE, Compute, wanted_nodes


class StoreStage(Part):
    """VMs of one category, restored and started together, ``delay_seconds`` before the next stage."""

    category: CategoryName
    delay_seconds: int = Field(default=0, ge=0)


class StoreTier(Part):
    """The VMs of one category, in one wave per stage. VMs in no stage come after the last."""

    name: str
    category: CategoryName
    rpo_seconds: int = Field(ge=0)
    stages: list[StoreStage] = Field(default_factory=list)


class NodeSize(Part):
    """What VMs get of a node that can be added: its resources without those of its controller VM."""

    name: str
    vcpus: int = Field(gt=0)
    memory_bytes: int = Field(gt=0)
    storage_bytes: int = Field(gt=0)


class AwaitedFloatingIps(Part):
    """Floating IPs that wait for VMs: the members of a FloatingIps, which is known by its owner."""

    owner: str
    members: dict[str, Member]
    external_subnet_id: str | None = None


class StoreRecoveryInputs(Inputs):
    """``prism_central`` is the name of this site's own domain manager: no other one is touched.

    ``store`` and ``clusters`` are names in this site's Prism Central, ``vpc`` is that of the overlay. ``clusters`` are
    the targets, in the order in which they are filled. ``generation`` is the flip's number, as the failover before this
    resource has counted it. ``before`` are the categories of the tiers that come first, on the first cluster: a preview
    leaves room for them.

    ``node`` is what VMs get of a node, and what can be added if there is too little room. ``nodes`` is how many nodes
    the first cluster has once this run has scaled it; a preview counts on them. ``category_ids`` are the home site's,
    by ``key:value``: a new Prism Central knows none, but the recovery points name them, and so the tiers and the waves.
    ``floating_ips`` are led to the VMs that have been restored. ``brought_home`` is the text of a Lineage: which VMs of
    these tiers the other site has brought home from here, by their ids; missing where its program is older.
    """

    site: str
    active_site: str
    prism_central: str
    store: str
    clusters: list[str] = Field(min_length=1)
    vpc: str
    tiers: list[StoreTier] = Field(min_length=1)
    before: list[CategoryName] = Field(default=[])
    mode: Literal["planned", "unplanned"] = "planned"
    generation: int | None = Field(default=None, ge=0)
    reference_time: str | None = None
    accepted_risks: AcceptedRisks | None = None
    node: NodeSize | None = None
    nodes: int | None = Field(default=None, ge=0)
    category_ids: dict[str, str] = Field(default_factory=dict)
    floating_ips: AwaitedFloatingIps | None = None
    brought_home: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _old_state(cls, given: Any) -> Any:
        """A state from before ``prism_central`` has none, and may say mode ``test``, which restored nothing.

        Only a state gets here so: check refuses a program that declares either.
        """
        if not isinstance(given, dict):
            return given
        return {"prism_central": "", **given, **({"mode": "planned"} if given.get("mode") == "test" else {})}

    @property
    def here_active(self) -> bool:
        """Whether the workload is to run at this site."""
        return self.active_site == self.site

    @property
    def lineage(self) -> Lineage:
        """Which VMs of this site the other one has taken over."""
        return Lineage.parse(self.brought_home)

    @property
    def acceptance(self) -> Acceptance | None:
        """What the operator has accepted, and for which flip."""
        return self.accepted_risks.acceptance() if self.accepted_risks else None


def find_problems(inputs: StoreRecoveryInputs) -> Iterable[tuple[str, str]]:
    """What is wrong between the fields."""
    names = [tier.name for tier in inputs.tiers]
    if len(set(names)) != len(names):
        yield "tiers", f"has the names {', '.join(names)}; expected each once"
    yield from reference_time_problems(inputs.reference_time)


def declared(model: SiteModel) -> dict[str, Any]:
    """What the configuration says of it, without what only a run knows. Raises ValueError without a store."""
    store, compute = model.recovery_point_store, model.me.compute
    if store is None:
        raise ValueError("There is no recovery point store.")
    return {
        "site": model.me.name,
        "active_site": model.active.name,
        "prism_central": model.me.prism_central,
        "store": store.name,
        "clusters": [model.me.cluster],
        "vpc": model.overlay.vpc,
        "tiers": [_tier(tier) for tier in model.protection.store_tiers],
        "before": [_named(category) for category in _by_plan(model.protection)],
        "mode": model.failover_mode.value,
        "reference_time": model.recovery_reference_time,
        "accepted_risks": accepted(model.flip.accepted),
        "node": _node(compute),
        "nodes": wanted_nodes(compute, active=model.is_active).nodes if compute else None,
    }


def _by_plan(protection: Protection) -> list[Category]:
    """The categories that a recovery plan brings up before: none where even the first tier is in the store."""
    return [] if protection.in_store else [protection.category, *(tier.category for tier in protection.cluster_tiers)]


def _node(compute: Compute | None) -> dict[str, Any] | None:
    """What VMs get of a node of the site's type."""
    if compute is None:
        return None
    kind = compute.node_type
    return {
        "name": kind.name,
        "vcpus": kind.usable_cores * VCPUS_PER_CORE,
        "memory_bytes": kind.usable_memory_bytes,
        "storage_bytes": kind.usable_storage_bytes,
    }


def _tier(tier: ProtectionTier) -> dict[str, Any]:
    return {
        "name": tier.name,
        "category": _named(tier.category),
        "rpo_seconds": tier.rpo_seconds,
        "stages": [{"category": _named(stage.category), "delay_seconds": stage.delay_seconds} for stage in tier.stages],
    }


def _named(category: Category) -> dict[str, str]:
    return {"key": category.key, "value": category.value}
