"""A category of Prism Central, how many recovery points its VMs keep, and in which order they start."""

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
    """VMs of one category, started together `delay_seconds` before the next stage's."""

    category: Category
    delay_seconds: int


def category_of(config: CategoryConfig) -> Category:
    """The category as it is written down."""
    return Category(config.key, config.value)


def stages_of(config: Sequence[StageConfig] | None, category: Category) -> tuple[Stage, ...]:
    """The stages as they are written down; without any, everything of the category starts in one."""
    stages = tuple(Stage(category_of(stage.category), stage.delay_seconds) for stage in config or ())
    return stages or (Stage(category, 0),)


def all_stages(stages: Sequence[Stage], category: Category) -> tuple[Stage, ...]:
    """The stages, and at the end what is in none of them: else it would be protected, and left behind by a failover.

    assumed: a VM of several stages is started with the first of them.
    """
    staged = any(stage.category == category for stage in stages)
    return tuple(stages) if staged else (*stages, Stage(category, 0))


def stage_problems(key: str, stages: Sequence[StageConfig] | None) -> Iterator[Problem]:
    """What is wrong with the stages together; each value by itself was checked when it was read."""
    if stages is not None and not stages:
        yield Problem(key, "expected at least one stage, or no such key for a single one, found none")
    seen: list[CategoryConfig] = []
    for number, stage in enumerate(stages or ()):
        if stage.category in seen:
            words = f"{stage.category.key}:{stage.category.value}"
            yield Problem.with_value(f"{key}[{number}].category", words, "expected each category in one stage")
        seen.append(stage.category)
