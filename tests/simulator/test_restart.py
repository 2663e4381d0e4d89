"""A world taken up again from its directory: nothing half done, nothing set forgotten."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import uuid
from pathlib import Path
from typing import Any

import pytest

from simulator import Running, World, serve
from tests.simulator.conftest import SITES
from tests.simulator.harness import CATEGORIES, SUBNETS, TASKS, VMS, VPCS, Prism, subnet


def again(directory: Path, tls_dir: str, **options: Any) -> tuple[Running, Prism]:
    running = serve(World(SITES, directory=directory, username="u", password="p", api_key="k", **options), tls_dir)
    return running, Prism(running, "tokyo")


def test_what_the_control_api_set_outlives_a_restart(tmp_path: Path, tls_dir: str) -> None:
    running, tokyo = again(tmp_path, tls_dir, task_clock="ticks:1", session_seconds=100)
    tokyo.control("PUT", "links", {"osaka": "down"})
    tokyo.control("PUT", "clock", {"seconds": 500})
    tokyo.control("PUT", "recovery", {"recoverSeconds": 9})
    tokyo.control("PUT", "replication", {"lagSeconds": 30})
    tokyo.control("PUT", "capacity", {"memoryBytes": 2**33, "floatingIps": 3})
    tokyo.control("PUT", "versions", {"datapolicies": "v4.1"})
    tokyo.control("PUT", "versions?site=osaka", {"vmm": "v4.2"})
    tokyo.control("PUT", "sessions", {"seconds": 7})
    tokyo.control("POST", "faults", {"kind": "status", "status": 503, "path": "*/vpcs", "count": 2})
    assert tokyo.request("GET", VPCS).status_code == 503
    before = tokyo.control("GET", "status")
    tokyo.close()
    running.close()
    running, tokyo = again(tmp_path, tls_dir, task_clock="ticks:1", session_seconds=100)
    with running:
        after = tokyo.control("GET", "status")
        assert after == before
        assert running.world.sessions is not None
        assert running.world.sessions.seconds == 7
        assert [tokyo.request("GET", VPCS).status_code for _ in range(2)] == [503, 200]
        tokyo.close()


def test_arguments_of_the_next_start_count_for_what_was_never_set(tmp_path: Path, tls_dir: str) -> None:
    running, tokyo = again(tmp_path, tls_dir, recover_seconds=1)
    tokyo.category("a", "b")
    tokyo.close()
    running.close()
    running, tokyo = again(tmp_path, tls_dir, recover_seconds=5)
    with running:
        assert tokyo.control("GET", "status")["recoverSeconds"] == 5
        tokyo.close()


def test_request_repeated_after_a_restart_is_answered_as_before(tmp_path: Path, tls_dir: str) -> None:
    request_id = str(uuid.uuid4())
    running, tokyo = again(tmp_path, tls_dir)
    task = tokyo.request("POST", VPCS, {"name": "x"}, request_id=request_id)
    made = tokyo.request("POST", CATEGORIES, {"key": "a", "value": "b"}, request_id=request_id)
    tokyo.close()
    running.close()
    running, tokyo = again(tmp_path, tls_dir)
    with running:
        assert tokyo.request("POST", VPCS, {"name": "x"}, request_id=request_id).content == task.content
        repeated = tokyo.request("POST", CATEGORIES, {"key": "a", "value": "b"}, request_id=request_id)
        assert (repeated.status_code, repeated.headers["ETag"]) == (201, made.headers["ETag"])
        assert len(tokyo.list(VPCS, filter="name eq 'x'")) == 1
        tokyo.close()


def test_clock_of_ticks_does_not_go_back(tmp_path: Path, tls_dir: str) -> None:
    running, tokyo = again(tmp_path, tls_dir, task_clock="ticks:50")
    task = tokyo.request("POST", VPCS, {"name": "x"}).json()["data"]["extId"]
    for _ in range(20):
        seen = tokyo.get(f"{TASKS}/{task}")["progressPercentage"]
    tokyo.close()
    running.close()
    running, tokyo = again(tmp_path, tls_dir, task_clock="ticks:50")
    with running:
        assert tokyo.get(f"{TASKS}/{task}")["progressPercentage"] >= seen
        tokyo.close()


class Process:
    """`python -m simulator` on a directory, to be killed at any moment."""

    def __init__(self, directory: Path):
        sites = [part for spec in SITES for part in ("--site", f"{spec.name}={spec.region}")]
        command = [sys.executable, "-m", "simulator", *sites, "--directory", str(directory)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self._process.stdout.readline()
        known = json.loads((directory / "endpoints.json").read_text())
        self.given = known

    def kill(self) -> None:
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait(10)
        assert self._process.stdout is not None
        self._process.stdout.close()


def _fill(tokyo: Prism, round_number: int, cluster: str, subnet_id: str, answered: list[str]) -> None:
    """Make VMs until the process is killed; `answered` collects the names of those whose task has ended."""
    for number in range(10_000):
        name = f"vm-{round_number}-{number}"
        nics = [{"nicNetworkInfo": {"subnet": {"extId": subnet_id}}}]
        reply = tokyo.request("POST", VMS, {"name": name, "cluster": {"extId": cluster}, "nics": nics})
        if tokyo.task(reply):
            answered.append(name)
            tokyo.category("vm", name)


@pytest.mark.slow
def test_killed_at_any_moment_it_comes_up_whole(tmp_path: Path, tls_dir: str) -> None:
    """What was answered is there after each kill, and a VM is there with its NIC or not at all."""
    chance, answered = random.Random(7), list[str]()
    for round_number in range(4):
        process = Process(tmp_path)
        running = _Known(process.given)
        tokyo = Prism(running, "tokyo")  # type: ignore[arg-type]
        if round_number == 0:
            vpc = tokyo.create(VPCS, {"name": "workload"})
            pool = ("172.30.1.10", "172.30.1.250")
            app = tokyo.create(SUBNETS, subnet("app", vpc, "172.30.1.0/24", "172.30.1.1", pool))
            cluster = tokyo.named("/api/clustermgmt/v4.0/config/clusters", "nc2-tokyo")["extId"]
        timer = threading.Timer(chance.uniform(0.05, 0.4), process.kill)
        timer.start()
        with contextlib.suppress(OSError, http.client.HTTPException):
            _fill(tokyo, round_number, cluster, app, answered)
        timer.join()
        tokyo.close()
    world = World(SITES, directory=tmp_path)
    world.close()
    site = world.site("tokyo")
    vms = {vm.name: vm for vm in site.store.all("vm")}
    assert set(answered) <= set(vms)
    assert all(len(site.store.all("vm_nic", vm.ext_id)) == 1 for vm in vms.values())
    assert {nic.parent for nic in site.store.all("vm_nic")} == {vm.ext_id for vm in vms.values()}
    taken = [nic.data["nicNetworkInfo"]["ipv4Config"]["ipAddress"]["value"] for nic in site.store.all("vm_nic")]
    assert len(taken) == len(set(taken))
    keys = {(c.ext_id, c.data["value"]) for c in world.site("osaka").store.all("category")}
    assert keys == {(c.ext_id, c.data["value"]) for c in site.store.all("category")}


class _Known:
    """A simulator in another process, as far as a client needs to know it."""

    def __init__(self, given: dict[str, Any]):
        self.endpoints, self.ca_bundle = given["endpoints"], given["ca_bundle"]
        self.username, self.password = given["username"], given["password"]
        self.world = self

    def site(self, name: str) -> None:
        return None
