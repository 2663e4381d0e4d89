"""An operator who does what each refusal says, and nothing else, until both stacks are at rest. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from providers.recovery import words
from tests.histories.operators.commands import Alternative, Command, ways_out
from tests.histories.pair.pair import SITES, Config, Pair

Chooses = Callable[[Sequence[Alternative]], Alternative]
"""Which of the ways out the operator takes."""
CHOICES: dict[str, Chooses] = {"the first way": lambda ways: ways[0], "the last way": lambda ways: ways[-1]}
MOST = 14
"""Ups that it may take."""


class Circle(Exception):
    """All was done that was said, and it did not end."""


@dataclass
class Operator:
    """``pair`` is what has become of it, ``said`` what was refused on the way."""

    pair: Pair
    config: Config
    chooses: Chooses
    said: list[str] = field(default_factory=list)
    ups: int = 0

    def settle(self, first: str) -> Pair:
        """Ups both stacks until neither is refused nor warns. Raises Circle."""
        order = (first, *(site for site in SITES if site != first))
        while True:
            said = next((why for why in self._round(order) if why), "")
            if not said:
                return self.pair
            self.obey(said)

    def _round(self, order: Sequence[str]) -> Iterator[str]:
        for site in order:
            yield self._up(site)
        yield self._strays()

    def _strays(self) -> str:
        """The warning about a standby that runs the workload. VMs that run at both sites are powered off as it says."""
        active = self.config.active
        standby = next(site for site in SITES if site != active)
        if self.pair.sides[standby].runs and self.pair.sides[active].runs:
            self.pair = self.pair.power_off(standby)
        return words.strays(["app-1"], standby, active) if self.pair.sides[standby].runs else ""

    def obey(self, said: str) -> None:
        """Carries out one way out. A refusal on the way begins another."""
        ways = ways_out(said)
        if not ways:
            raise Circle(f"No command leads out of: {said}")
        for command in self.chooses(ways).commands:
            refused = self._carry_out(command)
            if refused:
                return self.obey(refused)
        return None

    def _carry_out(self, command: Command) -> str:
        match command:
            case Command("up", site):
                return self._up(site)
            case Command("active", site):
                self.config = replace(self.config, active=site)
            case Command("mode", mode):
                self.config = replace(self.config, mode=mode)
            case Command("number", number):
                self.config = replace(self.config, number=int(number))
        return ""

    def _up(self, site: str) -> str:
        self.ups += 1
        if self.ups > MOST:
            raise Circle("\n".join(self.said))
        self.pair, why = self.pair.up(site, self.config)
        if why:
            self.said.append(f"{site}, activeRegion {self.config.active}: {why}")
        return why
