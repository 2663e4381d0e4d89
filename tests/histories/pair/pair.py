"""Two stacks and one workload, as far as the decision goes: every run is decided by the product's own ``decide``. Pure.

No Prism Central and no engine: a pair is a small value, so all that can become of it can be enumerated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from providers.failover import FailoverInputs, Here, decide
from providers.failover.job_names import next_generation
from providers.failover.turn import Word
from providers.recovery import Baseline, Quiet, Refuse, StandDown, Stay, TakeOver, Transition
from tests.providers._sites import failover_inputs

HOME, OTHER = "tokyo", "osaka"
SITES = (HOME, OTHER)
KILLED = ("", "before its state", "before its outputs")


@dataclass(frozen=True)
class Side:
    """One site: what its state says, what it has published, whether the workload runs there.

    ``left`` says that the workload ran here and has left; ``job`` is the flip of the newest job that brought it here.
    """

    record: Word | None = None
    published: Word | None = None
    runs: bool = False
    left: bool = False
    job: int = 0


@dataclass(frozen=True)
class Config:
    """The keys of the configuration that the decision goes by."""

    active: str
    mode: str = "planned"
    number: int | None = None


@dataclass(frozen=True)
class Pair:
    """Both sites, and the keys of a run."""

    sides: Mapping[str, Side] = field(hash=False)

    @classmethod
    def at_rest(cls) -> Pair:
        """The workload at home, both stacks up."""
        word = Word(0, HOME)
        return cls({HOME: Side(word, word, runs=True), OTHER: Side(word, word)})

    @property
    def key(self) -> tuple[Side, ...]:
        """What makes two pairs the same."""
        return tuple(self.sides[site] for site in SITES)

    def lose(self, site: str) -> Pair:
        """The stack's state is gone, and with it what it had published."""
        return self._with(site, record=None, published=None)

    def restore(self, site: str) -> Pair:
        """The state of before the first failover is put back."""
        word = Word(0, HOME)
        return self._with(site, record=word, published=word)

    def up(self, site: str, config: Config, killed: str = "") -> tuple[Pair, str]:
        """The pair after an up, and why it was refused."""
        transition = self.decided(site, config)
        if isinstance(transition, Refuse):
            return self, transition.why
        if isinstance(transition, Stay):
            # No change, so the state stays as it is; it is published again.
            return (self if killed else self._with(site, published=self.sides[site].record)), ""
        made, generation = self._acted(site, transition, config.mode)
        if killed == "before its state":
            return made, ""
        word = Word(generation, config.active)
        made = made._with(site, record=word)
        return (made if killed else made._with(site, published=word)), ""

    def decided(self, site: str, config: Config) -> Transition:
        """What the product decides about an up."""
        mine, other = self.sides[site], self.sides[_other(site)]
        more: dict[str, Any] = {"flip_number": config.number}
        if other.published:
            more["others"] = {"generation": other.published.generation, "active_site": other.published.active_site}
        inputs = FailoverInputs(owner="o", **failover_inputs(site, config.active, config.mode, **more))
        gone = config.active == site and mine.left and not mine.runs
        here = Here(("app-1",) if mine.runs else (), mine.job, gone=gone)
        if mine.record is None:
            return decide(inputs, None, here)
        return decide(
            inputs, {"generation": float(mine.record.generation), "active_site": mine.record.active_site}, here
        )

    def power_off(self, site: str) -> Pair:
        """The workload's VMs at a site are switched off by hand."""
        return self._with(site, runs=False, left=True)

    def _acted(self, site: str, transition: Transition, mode: str) -> tuple[Pair, int]:
        mine = self.sides[site]
        match transition:
            case TakeOver(source, newest):
                number = next_generation(newest, mine.job, spent=not mine.runs)
                adopted = number == mine.job
                here = self._with(site, runs=True, left=False, job=number)
                stops = mode == "planned" and not adopted
                return (here._with(source, runs=False, left=True) if stops else here), number
            case StandDown(number):
                return self._with(site, runs=False, left=True), number
            case Baseline(number) | Quiet(_, number):
                return self, number
        raise AssertionError(transition)

    def _with(self, site: str, **changes: Any) -> Pair:
        return Pair({**self.sides, site: replace(self.sides[site], **changes)})


def _other(site: str) -> str:
    return next(name for name in SITES if name != site)
