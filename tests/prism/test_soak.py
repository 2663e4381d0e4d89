"""Thousands of operations by many threads on a Prism Central that fails one request in ten: nothing is lost, doubled or
wrong. SOAK_OPERATIONS=10000 does so many; SOAK_SEED replays a run; the seed is printed.
"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import Any

import pytest

from prism.vmm import Vms
from tests.prism._soak import Scene, Worker, collection, run, scene

_THREADS = 4


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One CA for all."""
    return tmp_path_factory.mktemp("tls")


def check(found: Scene, workers: list[Worker]) -> None:
    """What is there is what the models say: every object once, every field as it was last written."""
    for kind in ("category", "subnet", "vpc", "vm"):
        wanted = {ext_id: fields for worker in workers for ext_id, fields in worker.model.get(kind, {}).items()}
        live = {entity.id: entity for entity in collection(found.plain, kind).list()}
        ours = {ext_id for ext_id, entity in live.items() if str(entity.label).startswith(("Soak", f"{kind}-"))}
        assert ours == set(wanted), kind
        for ext_id, fields in wanted.items():
            assert {name: getattr(live[ext_id], name) for name in fields} == fields
    counts = json.loads(Vms(found.plain).get(found.counter).description or "{}")
    assert counts == {str(worker.number): worker.counted for worker in workers if worker.counted}
    addresses = [vm.ip for vm in Vms(found.plain).list() if vm.ip]
    assert len(addresses) == len(set(addresses))


@pytest.mark.slow
def test_nothing_is_lost_or_doubled_in_thousands_of_operations(
    tls: Path, monkeypatch: pytest.MonkeyPatch, record_property: Any
) -> None:
    seed = int(os.environ.get("SOAK_SEED") or random.SystemRandom().randrange(10**6))
    operations = int(os.environ.get("SOAK_OPERATIONS") or 2_500)
    print(f"SOAK_SEED={seed} SOAK_OPERATIONS={operations}")
    with scene(seed, tls, monkeypatch) as found:
        workers = run(found, seed, _THREADS, operations)
        check(found, workers)
        faults, requests = found.faults.met, found.faults.requests
    print(f"{requests} requests, {sum(faults.values())} faults: {faults}")
    assert sum(len(worker.log) for worker in workers) == operations
    if operations >= 1000:
        assert sum(faults.values()) > requests * 0.09
        assert set(faults) == {"429", "503", "412", "401", "reset", "lost-response", "latency"}


@pytest.mark.slow
def test_the_same_seed_is_the_same_order_of_operations_in_each_thread(
    tls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    logs = []
    for seed in (7, 7, 8):
        with scene(seed, tls, monkeypatch) as found:
            workers = run(found, seed, 4, 200)
            check(found, workers)
            logs.append([worker.log for worker in workers])
    assert logs[0] == logs[1]
    assert logs[0] != logs[2]
