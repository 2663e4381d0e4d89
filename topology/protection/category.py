"""A category of Prism Central, the recovery points kept of its VMs, and the stages in which they start."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from topology.config import CategoryConfig, StageConfig
from topology.errors import Problem


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
    """VMs of one category, started together; the VMs of the next stage start `delay_seconds` later."""

    category: Category
    delay_seconds: int


def category_of(config: CategoryConfig) -> Category:
    """The category of the configuration."""
    return Category(config.key, config.value)


def stages_of(config: Sequence[StageConfig] | None, category: Category) -> tuple[Stage, ...]:
    """The stages of the configuration; without any, all VMs of the category start in one stage."""
    stages = tuple(Stage(category_of(stage.category), stage.delay_seconds) for stage in config or ())
    return stages or (Stage(category, 0),)


def all_stages(stages: Sequence[Stage], category: Category) -> tuple[Stage, ...]:
    """The stages, and a last one for the VMs that are in none: a failover would otherwise leave them behind.

    assumed: a VM of several stages is started with the first of them.
    """
    staged = any(stage.category == category for stage in stages)
    return tuple(stages) if staged else (*stages, Stage(category, 0))


def stage_problems(key: str, stages: Sequence[StageConfig] | None) -> Iterator[Problem]:
    """Problems between the stages; each value by itself was checked when it was read."""
    if stages is not None and not stages:
        yield Problem(key, "is an empty list. Add a stage, or remove the key to start everything at once")
    seen: list[CategoryConfig] = []
    for number, stage in enumerate(stages or ()):
        if stage.category in seen:
            words = f"{stage.category.key}:{stage.category.value}"
            yield Problem.with_value(f"{key}[{number}].category", words, "expected each category in one stage")
        seen.append(stage.category)
