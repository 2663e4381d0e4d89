"""No history violates an invariant: 500 of them from seeds, and those that are told by name.

HISTORIES=2000 lives through so many; HISTORY_SEED=123 through that one, and prints it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simulator import serve
from tests.histories.lab.laboratory import NAMES, Laboratory, laboratory
from tests.histories.life import Life, live
from tests.histories.log.moment import OWN, moments
from tests.histories.script.classes import FORBIDDEN
from tests.histories.script.generator import FAULTS, History, history
from tests.histories.script.step import Step
from tests.histories.world.estate import Estate
from tests.histories.world.world import World

pytestmark = pytest.mark.slow

_BATCHES = 20
_COUNT = int(os.environ.get("HISTORIES", "500"))
_ONLY = os.environ.get("HISTORY_SEED")
_SLOW_ON_A_WIRE = ("hang", "latency")
_BOUNDARIES = 40
TOKYO, OSAKA = NAMES


def expect_nothing(life: Life) -> Life:
    """Fails with the whole history where it violates something."""
    if life.violations:
        again = f"HISTORY_SEED={life.history.seed} replays it." if life.history.seed >= 0 else ""
        pytest.fail(f"{life}\n{again}", pytrace=False)
    return life


def told(lab: Laboratory, estate: Estate, *steps: Step) -> Life:
    """A history that is told and not generated, with tasks that take a second."""
    return live(lab, estate, History(-1, steps, {"task_clock": "seconds:1", "recover_seconds": 4.0}))


@pytest.mark.parametrize("seed", range(8))
def test_a_history_violates_nothing(lab: Laboratory, estate: Estate, seed: int) -> None:
    expect_nothing(live(lab, estate, history(seed)))


@pytest.mark.slow(minutes=3)
@pytest.mark.parametrize("batch", range(_BATCHES))
def test_no_history_violates_anything(lab: Laboratory, estate: Estate, batch: int) -> None:
    seeds = [int(_ONLY)] if _ONLY is not None else range(batch, _COUNT, _BATCHES)
    for seed in seeds:
        life = expect_nothing(live(lab, estate, history(seed)))
        if _ONLY is not None:
            print(life)


@pytest.mark.parametrize("seed", [3, 77, 297])
def test_the_same_seed_replays_the_same_run(lab: Laboratory, estate: Estate, seed: int) -> None:
    first, second = (live(lab, estate, history(seed)) for _ in range(2))
    assert first.log.events == second.log.events
    assert first.log.events != live(lab, estate, history(seed + 1)).log.events


@pytest.mark.slow
def test_over_https_with_the_client_as_it_is_the_same_seed_gives_the_same_log(tmp_path: Path) -> None:
    seeds = [seed for seed in range(60) if not any(kind in str(history(seed)) for kind in _SLOW_ON_A_WIRE)][:20]
    with laboratory() as lab:
        estate = Estate.make(lab)
        straight = {seed: live(lab, estate, history(seed)).log.events for seed in seeds}
    with laboratory(light=False) as lab:
        for seed in seeds:
            life = _over_https(lab, estate, history(seed), tmp_path)
            assert life.log.events == straight[seed], f"seed {seed}"


def _over_https(lab: Laboratory, estate: Estate, what: History, tls: Path) -> Life:
    running = []

    def begin(world: World) -> None:
        served = serve(world.sites, tls)
        running.append(served)
        lab.ca_bundle = served.ca_bundle
        lab.wire.over_https = {f"{site}.test": endpoint for site, endpoint in served.endpoints.items()}

    try:
        return live(lab, estate, what, begin)
    finally:
        for served in running:
            served.close()


def test_the_seeds_hold_every_kind_of_step_and_every_fault() -> None:
    steps = [step for seed in range(2000) for step in history(seed).steps]
    inner = [step.then for step in steps if step.then]
    assert {step.verb for step in steps} >= {
        *("up", "preview", "refresh", "commit", "cut", "back", "dark", "light", "wait", "fault", "aws", "squat"),
        *("add", "readdress", "lose", "keep", "restore", "lead", "unlead", "mute", "unmute", "found"),
    }
    assert {step.verb for step in inner} >= {"kill", "up", "cut", "back", "squat", "fault", "wait", "lead"}
    assert {step.how for step in steps if step.verb == "cut"} == {"hang", "refuse", "reset", "link"}
    found = {str(step.fault) for step in (*steps, *inner) if step.verb == "fault"} - {str(FORBIDDEN)}
    assert found == {str(fault) for fault in FAULTS}
    assert {step.at for step in steps if step.then} == set(range(1, 17))


FLIPS: dict[str, tuple[tuple[Step, ...], Step]] = {
    "a planned failover": ((Step("commit", OSAKA, "planned"),), Step("up", OSAKA)),
    "an unplanned failover": ((Step("cut", TOKYO, "hang"), Step("commit", OSAKA, "unplanned")), Step("up", OSAKA)),
    "standing down after a planned failover": (
        (Step("commit", OSAKA, "planned"), Step("up", OSAKA)),
        Step("up", TOKYO),
    ),
    "standing down after an unplanned failover": (
        (Step("cut", TOKYO, "hang"), Step("commit", OSAKA, "unplanned"), Step("up", OSAKA), Step("back", TOKYO)),
        Step("up", TOKYO),
    ),
    "a failback over stale copies": (
        (
            *(Step("cut", TOKYO, "hang"), Step("commit", OSAKA, "unplanned"), Step("up", OSAKA), Step("back", TOKYO)),
            *(Step("up", TOKYO), Step("wait", seconds=60.0), Step("commit", TOKYO, "planned")),
        ),
        Step("up", TOKYO),
    ),
    "another NIC": ((Step("readdress", TOKYO),), Step("up", TOKYO)),
}


@pytest.mark.slow
@pytest.mark.parametrize("flip", FLIPS)
def test_killed_at_every_write_boundary_the_next_runs_finish_it(lab: Laboratory, estate: Estate, flip: str) -> None:
    before, run = FLIPS[flip]
    killed_at = []
    for at in range(1, _BOUNDARIES):
        killed = Step(run.verb, run.site, at=at, then=Step("kill"))
        life = expect_nothing(told(lab, estate, *before, killed, run, run))
        ends = [event for event in life.log.events if event.details.get("outcome") == "killed"]
        if not ends:
            break
        killed_at.append(ends[0].subject)
    assert len(killed_at) >= 3, killed_at
    assert len(killed_at) < _BOUNDARIES - 1, "there are more boundaries than were tried"


@pytest.mark.parametrize("how", ["hang", "refuse", "reset"])
@pytest.mark.parametrize("source", NAMES)
def test_with_the_other_region_gone_the_survivor_takes_over_and_never_asks_it(
    lab: Laboratory, estate: Estate, source: str, how: str
) -> None:
    target = OSAKA if source == TOKYO else TOKYO
    there = [Step("commit", OSAKA), Step("up", OSAKA), Step("up", TOKYO), Step("wait", seconds=60.0)]
    world = World(lab, estate, 1, {"task_clock": "seconds:1", "recover_seconds": 4.0})
    world.live(there if source == OSAKA else [])
    world.live([Step("cut", source, how), Step("commit", target, "unplanned")])
    lab.wire.asked.clear()
    began = lab.clock.time()
    assert world.do(Step("up", target)) == "update"
    assert lab.wire.asked[f"{source}.test"] == 0
    assert lab.clock.time() - began < 60, "nothing waits for the site that is gone"
    last = list(moments(world.log.events))[-1]
    assert last.routes[target] == OWN
    assert len(last.running(target)) == len(last.newest)


def test_a_history_that_is_told_can_be_read(lab: Laboratory, estate: Estate) -> None:
    life = told(lab, estate, Step("commit", OSAKA), Step("up", OSAKA, at=3, then=Step("kill")))
    assert "up osaka [at boundary 3: kill]" in str(life)
    assert "outcome=killed" in str(life)
    assert str(life).endswith("nothing is violated")
