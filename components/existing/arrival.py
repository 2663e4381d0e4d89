"""Where the packets of the workload go once this run has led its routes: asked of AWS, whatever was meant."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pulumi
from pulumi import Output

from aws import AwsError
from components.existing.road_in_vpc import look_at_vpc
from components.existing.shadows import listed
from components.existing.situation import Situation
from components.existing.walked import Walked
from components.stack import Stack
from providers.base import LED_ELSEWHERE

ARRIVAL = "workloadArrival"
"""The output that says whether a run has seen the packets arrive since the routes were led anew."""
ARRIVES, _UNSEEN, _ELSEWHERE = "arrives", "not checked", "goes elsewhere"
NC2_WRITES = (60.0, 5.0)
"""Seconds for NC2 to write its route where it is missing after a failover, and between two looks."""


@dataclass(frozen=True)
class _Seen:
    found: Walked
    arrival: str = ARRIVES
    routes: Mapping[str, str] = field(default_factory=dict)
    """What takes packets from this stack's route, by prefix."""


class Arrival:
    """A look at the gateway's tables after the routes. A preview looks at nothing, and tells what is meant."""

    def __init__(
        self,
        stack: Stack,
        *,
        gateway_id: Output[str],
        table_id: Output[str],
        vpc_id: Output[str],
        led: Sequence[Output[str]],
    ) -> None:
        """`led`: what became of each route, which the look waits for."""
        self._stack, self._led = stack, bool(led)
        self._seen: Output[_Seen] | None = None
        if not pulumi.runtime.is_dry_run():
            known: Output[list[Any]] = Output.all(gateway_id, table_id, vpc_id, *led)
            self._seen = known.apply(lambda ids: _look(Situation.of(stack, *map(str, ids[:3])), self._led))

    @property
    def shown(self) -> Mapping[str, pulumi.Input[str]]:
        """What the next run reads of this one: until one has seen the packets arrive, each looks again."""
        before = str(self._stack.own.get(ARRIVAL, ARRIVES))
        return {ARRIVAL: before if self._seen is None or not self._led else self._seen.apply(lambda seen: seen.arrival)}

    def routes(self, meant: Output[Mapping[str, str]]) -> Output[Mapping[str, str]]:
        """Where the workload's prefixes lead, with the routes that take packets from this stack's own."""
        if self._seen is None:
            return meant
        both: Output[list[Any]] = Output.all(meant, self._seen.apply(lambda seen: seen.routes))
        return both.apply(lambda found: {**found[0], **found[1]})

    def expect(self) -> None:
        """End a run that led the workload's routes anew as failed, by name, if the packets go elsewhere all the same.

        Everything else of the run is done by then, and its outputs are published. So ends every run after it until one
        has seen the packets arrive. Another run is warned before it.
        """
        if self._seen is not None and self._led:
            self._seen.apply(lambda seen: self._expect_none(seen.found))

    def _expect_none(self, found: Walked) -> None:
        for sentence in found.warned:
            pulumi.log.warn(sentence)
        if found.wrong:
            raise pulumi.RunError(listed(f"{LED_ELSEWHERE}.", found.wrong))


def _look(now: Situation, led: bool) -> _Seen:
    try:
        held = now.held()
        routes = {str(one.route.destination): one.route.leads_to for one in now.shadows_of(held)}
        if not (led and (now.led_anew or now.is_first or now.stack.own.get(ARRIVAL, ARRIVES) != ARRIVES)):
            return _Seen(Walked(), routes=routes)
        found = now.walked(held, led=True) + _in_vpc(now)
        return _Seen(found, _ELSEWHERE if found.wrong else ARRIVES if found.whole else _UNSEEN, routes)
    except AwsError as error:
        why = f"{error} Whether the workload's packets arrive was not checked. The next run checks it."
        return _Seen(Walked.unseen(why), _UNSEEN)


def _in_vpc(now: Situation) -> Walked:
    """A route of NC2 that is missing is waited for, and then wrong. A first run may come before the cluster."""
    found, deadline = look_at_vpc(now), time.monotonic() + NC2_WRITES[0]
    if now.is_first:
        return replace(found, missing=(), warned=found.warned + found.missing)
    while found.missing and time.monotonic() < deadline:
        time.sleep(NC2_WRITES[1])
        found = look_at_vpc(now)
    return replace(found, wrong=found.wrong + found.missing, missing=())
