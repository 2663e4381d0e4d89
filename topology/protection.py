"""What is protected, how often, and the recovery plan that brings it up on the other side."""

from collections.abc import Iterator
from dataclasses import dataclass

from .config import CategoryConfig, ProtectionConfig
from .errors import Problem


@dataclass(frozen=True)
class Category:
    """A category of Prism Central."""

    key: str
    value: str


@dataclass(frozen=True)
class Retention:
    """Recovery points kept by the site a VM runs in, and by the other."""

    local: int
    remote: int


@dataclass(frozen=True)
class Stage:
    """VMs of one category, started together `delay_seconds` before the next stage's."""

    category: Category
    delay_seconds: int


@dataclass(frozen=True)
class Protection:
    """The protected category, its policy and plan by name, one stage or more.

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


def build_protection(config: ProtectionConfig) -> Protection:
    """The protection of a configuration that has no problems; without stages, everything starts in one."""
    category = _category(config.category)
    stages = tuple(Stage(_category(stage.category), stage.delay_seconds) for stage in config.stages or ())
    return Protection(
        category=category,
        policy=config.policy,
        rpo_seconds=config.rpo_seconds,
        rto_seconds=config.rto_seconds,
        retention=Retention(config.retention.local, config.retention.remote),
        recovery_plan=config.recovery_plan,
        stages=stages or (Stage(category, 0),),
        timeout_minutes=config.timeout_minutes,
    )


def protection_problems(config: ProtectionConfig) -> Iterator[Problem]:
    """What is wrong with the stages together; each value by itself was checked when it was read."""
    if config.stages is not None and not config.stages:
        expected = "expected at least one stage, or no such key for a single one, found none"
        yield Problem("protection.stages", expected)
    seen: list[CategoryConfig] = []
    for number, stage in enumerate(config.stages or ()):
        if stage.category in seen:
            words = f"{stage.category.key}:{stage.category.value}"
            key = f"protection.stages[{number}].category"
            yield Problem.with_value(key, words, "expected each category in one stage")
        seen.append(stage.category)


def _category(config: CategoryConfig) -> Category:
    return Category(config.key, config.value)
