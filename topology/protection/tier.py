"""The tiers of the workload: what may lose how much, be back how soon, and where its recovery points go."""

from collections.abc import Iterator
from dataclasses import dataclass

from topology.choices import Destination
from topology.config import CategoryConfig, ProtectionConfig, TierConfig
from topology.errors import Problem
from topology.protection.category import Category, Retention, Stage, category_of, stage_problems, stages_of
from topology.protection.recovery_point_store import LEAST_STORE_RPO

OWN_TIER = "first"
"""The name of the tier of the protection's own category, if it is in the recovery point store."""


@dataclass(frozen=True)
class ProtectionTier:
    """VMs of one category. `recovery_plan` is the plan that brings a tier in a store home again; None for the others,
    which go with the protection's own. `stages` are started one after the other.
    """

    name: str
    category: Category
    destination: Destination
    policy: str
    rpo_seconds: int
    rto_seconds: int | None
    retention: Retention
    recovery_plan: str | None
    stages: tuple[Stage, ...]

    @property
    def in_store(self) -> bool:
        """Whether its recovery points go to the recovery point store."""
        return self.destination is Destination.RECOVERY_POINT_STORE


def build_tiers(config: ProtectionConfig) -> tuple[ProtectionTier, ...]:
    """The tiers beside the protection's own, in the order in which they are recovered.

    The protection's own comes first among them where it is in the recovery point store, and is no different there.
    """
    further = tuple(_tier(tier, config.recovery_plan) for tier in config.tiers or ())
    return (_own_tier(config), *further) if _in_store(config) else further


def tier_problems(config: ProtectionConfig, *, with_store: bool) -> Iterator[Problem]:
    """Problems of the tiers. `with_store`: whether the configuration has a recovery point store."""
    if config.tiers is not None and not config.tiers:
        problem = "is an empty list. Add a tier, or remove the key if there are no further tiers"
        yield Problem("protection.tiers", problem)
    names: list[str] = [OWN_TIER] if _in_store(config) else []
    if _in_store(config):
        yield from _store_problems("protection", config, with_store)
    categories: list[CategoryConfig] = [config.category, *(stage.category for stage in config.stages or ())]
    policies, plans = [config.policy], [config.recovery_plan]
    for number, tier in enumerate(config.tiers or ()):
        key = f"protection.tiers[{number}]"
        yield from _once(f"{key}.name", tier.name, names, "expected each name once")
        yield from _once(f"{key}.policy", tier.policy, policies, "expected a policy that no other tier has")
        if tier.category in categories:
            expected = "expected each category in one tier: a VM has one objective and one destination"
            yield Problem.with_value(f"{key}.category", f"{tier.category.key}:{tier.category.value}", expected)
        categories.append(tier.category)
        yield from stage_problems(f"{key}.stages", tier.stages)
        yield from _destination_problems(key, tier, config, with_store)
        if _in_store(tier):
            name = tier.recovery_plan or _plan_home(config.recovery_plan, tier.name)
            yield from _once(f"{key}.recoveryPlan", name, plans, "expected a plan that no other tier has")


def _destination_problems(key: str, tier: TierConfig, config: ProtectionConfig, with_store: bool) -> Iterator[Problem]:
    if _in_store(tier):
        yield from _store_problems(key, tier, with_store)
        return
    if _in_store(config):
        expected = "expected recovery-point-store, as in protection.destination: no recovery plan leads to a cluster"
        yield Problem.with_value(f"{key}.destination", tier.destination.value, expected)
    if tier.recovery_plan is not None:
        expected = "expected no such key with destination: cluster, because protection.recoveryPlan recovers this tier"
        yield Problem.with_value(f"{key}.recoveryPlan", tier.recovery_plan, expected)


def _store_problems(key: str, tier: TierConfig | ProtectionConfig, with_store: bool) -> Iterator[Problem]:
    if not with_store:
        expected = "expected cluster, or a section recoveryPointStore, which names the bucket"
        yield Problem.with_value(f"{key}.destination", tier.destination.value, expected)
    if tier.rpo_seconds < LEAST_STORE_RPO:
        expected = (
            f"expected {LEAST_STORE_RPO} or more with destination: recovery-point-store, which takes at most "
            "one recovery point per hour; synchronous and near-synchronous replication need a cluster"
        )
        yield Problem.with_value(f"{key}.rpoSeconds", tier.rpo_seconds, expected)


def _once(key: str, value: str, seen: list[str], expected: str) -> Iterator[Problem]:
    if value in seen:
        yield Problem.with_value(key, value, expected)
    seen.append(value)


def _plan_home(plan: str, tier: str) -> str:
    return f"{plan[:200]}-{tier}-home"


def _tier(config: TierConfig, plan: str) -> ProtectionTier:
    category = category_of(config.category)
    return ProtectionTier(
        name=config.name,
        category=category,
        destination=config.destination,
        policy=config.policy,
        rpo_seconds=config.rpo_seconds,
        rto_seconds=config.rto_seconds,
        retention=Retention(config.retention.local, config.retention.remote),
        recovery_plan=(config.recovery_plan or _plan_home(plan, config.name)) if _in_store(config) else None,
        stages=stages_of(config.stages, category),
    )


def _own_tier(config: ProtectionConfig) -> ProtectionTier:
    category = category_of(config.category)
    return ProtectionTier(
        name=OWN_TIER,
        category=category,
        destination=config.destination,
        policy=config.policy,
        rpo_seconds=config.rpo_seconds,
        rto_seconds=config.rto_seconds,
        retention=Retention(config.retention.local, config.retention.remote),
        recovery_plan=config.recovery_plan,
        stages=stages_of(config.stages, category),
    )


def _in_store(config: TierConfig | ProtectionConfig) -> bool:
    return config.destination is Destination.RECOVERY_POINT_STORE
