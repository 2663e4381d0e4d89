"""The protection: what is protected, how often, and the recovery plan that recovers it on the other site."""

from collections.abc import Iterator
from dataclasses import dataclass

from topology.choices import Destination
from topology.config import ProtectionConfig
from topology.errors import Problem
from topology.protection.category import Category, Retention, Stage, category_of, stage_problems, stages_of
from topology.protection.tier import ProtectionTier, build_tiers, tier_problems


@dataclass(frozen=True)
class Protection:
    """The protected category, its policy and plan by name, one stage or more, and further tiers.

    `rpo_seconds` 0 is synchronous; `rto_seconds` is what drills and failovers are measured against, None for no target.
    """

    category: Category
    policy: str
    rpo_seconds: int
    rto_seconds: int | None
    retention: Retention
    recovery_plan: str
    stages: tuple[Stage, ...]
    timeout_minutes: int
    destination: Destination = Destination.CLUSTER
    """Where the recovery points of its own category go."""
    tiers: tuple[ProtectionTier, ...] = ()
    keeps_addresses: bool = True
    """Whether the recovery plans' network mappings keep the addresses of the VMs."""

    @property
    def in_store(self) -> bool:
        """Whether its own category is in the recovery point store, as the first of `tiers`; then all tiers are."""
        return self.destination is Destination.RECOVERY_POINT_STORE

    @property
    def store_tiers(self) -> tuple[ProtectionTier, ...]:
        """Those whose recovery points go to the recovery point store."""
        return tuple(tier for tier in self.tiers if tier.in_store)

    @property
    def cluster_tiers(self) -> tuple[ProtectionTier, ...]:
        """Further tiers that replicate to the other site's cluster."""
        return tuple(tier for tier in self.tiers if not tier.in_store)

    @property
    def categories(self) -> tuple[Category, ...]:
        """Of all tiers, each once."""
        return tuple(dict.fromkeys([self.category, *(tier.category for tier in self.tiers)]))


def build_protection(config: ProtectionConfig) -> Protection:
    """The protection of a configuration that has no problems; without stages, everything starts in one."""
    category = category_of(config.category)
    return Protection(
        category=category,
        policy=config.policy,
        rpo_seconds=config.rpo_seconds,
        rto_seconds=config.rto_seconds,
        retention=Retention(config.retention.local, config.retention.remote),
        recovery_plan=config.recovery_plan,
        stages=stages_of(config.stages, category),
        timeout_minutes=config.timeout_minutes,
        destination=config.destination,
        tiers=build_tiers(config),
        keeps_addresses=config.keep_addresses,
    )


def protection_problems(config: ProtectionConfig, *, with_store: bool) -> Iterator[Problem]:
    """Problems between stages and tiers; each value by itself was checked when it was read."""
    yield from stage_problems("protection.stages", config.stages)
    yield from tier_problems(config, with_store=with_store)
