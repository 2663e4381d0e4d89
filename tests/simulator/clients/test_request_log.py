"""`--log FILE`: what clients asked and how they were answered, one JSON object per line."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from simulator import Running, SiteSpec, World, serve
from tests.simulator.harness import DOMAIN_MANAGERS, SUBNETS, VPCS, Json, Prism


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "requests.jsonl"


@pytest.fixture
def running(log: Path, tls_dir: str) -> Iterator[Running]:
    sites = (SiteSpec("tokyo", "ap-northeast-1"), SiteSpec("osaka", "ap-northeast-3"))
    with serve(World(sites), tls_dir, log=log) as served:
        yield served


@pytest.fixture
def tokyo(running: Running) -> Iterator[Prism]:
    prism = Prism(running, "tokyo")
    yield prism
    prism.close()


def lines(log: Path) -> list[Json]:
    return [json.loads(line) for line in log.read_text().splitlines()]


def test_every_request_is_written_with_its_status_and_milliseconds(log: Path, running: Running, tokyo: Prism) -> None:
    tokyo.request("GET", VPCS, filter="name eq 'x'")
    tokyo.request("POST", VPCS, {"name": "x"})
    with contextlib.closing(Prism(running, "osaka")) as osaka:
        osaka.request("GET", f"{SUBNETS}/unknown")
    tokyo.request("POST", "/api/nutanix/v3/vms/list", {})
    found = lines(log)
    assert [(one["site"], one["method"], one["path"].split("?")[0], one["status"]) for one in found] == [
        ("tokyo", "GET", VPCS, 200),
        ("tokyo", "POST", VPCS, 202),
        ("osaka", "GET", f"{SUBNETS}/unknown", 404),
        ("tokyo", "POST", "/api/nutanix/v3/vms/list", 200),
    ]
    assert "filter=name" in found[0]["path"]
    assert all(0 <= one["ms"] < 10_000 and one["time"].endswith("Z") for one in found)
    assert os.stat(log).st_mode & 0o077 == 0


def test_body_is_written_only_where_it_was_refused(log: Path, tokyo: Prism) -> None:
    tokyo.request("POST", VPCS, {"name": "taken"})
    tokyo.request("POST", VPCS, {"name": 5})
    tokyo.request("POST", VPCS, b"{cut short")
    taken, wrong, cut = lines(log)
    assert "body" not in taken
    assert json.loads(wrong["body"]) == {"name": 5}
    assert wrong["refusal"][0].startswith("name: Must be a string")
    assert cut["body"] == "{cut short"


def test_secrets_in_a_refused_body_are_not_written(log: Path, tokyo: Prism) -> None:
    path = f"{DOMAIN_MANAGERS.replace('config', 'management')}/{tokyo.model.domain_manager_id}/$actions/register"
    login = {"authentication": {"username": "admin", "password": 'se"cret', "secretAccessKey": "hidden"}}
    tokyo.request("POST", path, {"remoteCluster": {"x": login}})
    tokyo.request("POST", path, b'{"password": "se\\"cret", "password" : "cut sh')
    text = log.read_text()
    assert "se\\" not in text
    assert "hidden" not in text
    assert "cut sh" not in text
    assert "admin" in text


def test_long_body_is_cut_and_control_orders_are_left_out(log: Path, tokyo: Prism) -> None:
    tokyo.control("GET", "status")
    tokyo.request("POST", VPCS, {"name": 5, "description": "x" * 200_000})
    (one,) = lines(log)
    assert len(one["body"]) < 70_000


@pytest.mark.parametrize(("fault", "status"), [({"kind": "status", "status": 423}, 423), ({"kind": "reset"}, 0)])
def test_fault_that_met_a_request_is_named(log: Path, tokyo: Prism, fault: dict[str, Any], status: int) -> None:
    tokyo.control("POST", "faults", fault)
    with contextlib.suppress(OSError):
        tokyo.request("GET", VPCS)
    (one,) = lines(log)
    assert (one["status"], one["fault"]) == (status, fault["kind"])


def test_command_writes_the_log(tmp_path: Path, log: Path) -> None:
    command = [sys.executable, "-m", "simulator", "--directory", str(tmp_path), "--site", "tokyo=ap-northeast-1"]
    limit = ["--rate-limit", "50", "--log", str(log)]
    with subprocess.Popen([*command, *limit], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        public = json.loads(process.stdout.readline())
        reply = requests.get(public["endpoints"]["tokyo"] + VPCS, verify=public["ca_bundle"], timeout=5)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    assert reply.status_code == 401
    assert [(one["path"], one["status"]) for one in lines(log)] == [(VPCS, 401)]
