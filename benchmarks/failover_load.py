"""The requests of a failover of many VMs: `python -m benchmarks.failover_load [--vms 1000] [--job 60]`.

Two simulated, paired sites in a program of their own. So many VMs run at the home site, each with a recovery point at
the other. The resource `Failover` of both stacks is previewed and carried out: the other site takes over, unplanned, in
a job that lasts so many seconds, and then the home site stands down. Prints the seconds and the requests of each step,
the requests per VM, and how many seconds so many requests take by the limit alone (30 requests/s). Only the previews
run at that limit. The other steps are as fast as the machine, because their requests are what is counted. "Own CPU" is
this process's, without the simulator's.

docs/benchmarks.md has the figures.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from benchmarks.providers import Requests
from prism import DEFAULT_RATE_LIMIT, PrismCentral
from prism.prism import DomainManagers
from providers.base.client import forget_clients
from providers.failover import FailoverProvider
from providers.protection_policy import ProtectionPolicyProvider
from providers.recovery_plan import RecoveryPlanProvider
from simulator import SiteSpec, World, serve
from simulator.prism.model import nouns

HOME, OTHER = "tokyo", "osaka"
_CATEGORY = {"key": "DisasterRecovery", "value": "Protected"}
_SUBNET = {"name": "workload", "subnetType": "OVERLAY"}
_RATE = 100_000
Props = dict[str, Any]


def main(arguments: list[str]) -> int:
    """Prints one table row per step."""
    parser = argparse.ArgumentParser(prog="benchmarks.failover_load")
    parser.add_argument("--vms", type=int, action="append", help="default: 1000 and 3000")
    parser.add_argument("--mode", choices=("unplanned", "planned"), default="unplanned")
    parser.add_argument("--job", type=float, default=60.0, help="seconds that the job lasts")
    parser.add_argument("--without-stand-down", action="store_true")
    asked = parser.parse_args(arguments)
    requests = Requests()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    head = ["VMs", "step", "s", "own CPU, s", "requests", "requests per VM", "by the limit alone, s"]
    print(f"| {' | '.join(head)} |\n|{'---|' * len(head)}", flush=True)
    for vms in asked.vms or [1000, 3000]:
        with _sites(vms, asked.job) as known:
            _measure(vms, Bench(known, requests, asked.mode), stand_down=not asked.without_stand_down)
    return 0


@dataclass
class Bench:
    """Both stacks' Failover, and the count of their requests."""

    known: Props
    requests: Requests
    mode: str
    states: dict[str, Props] = field(default_factory=dict)

    def enter(self, site: str, rate: float) -> PrismCentral:
        """The environment of one stack, as a new process has it."""
        os.environ |= {
            "PRISM_ENDPOINT": self.known["endpoints"][site],
            "PRISM_USERNAME": self.known["username"],
            "PRISM_PASSWORD": self.known["password"],
            "PRISM_CA_BUNDLE": self.known["ca_bundle"],
            "PRISM_RATE_LIMIT": f"{rate:g}",
        }
        forget_clients()
        return PrismCentral.from_environment()

    def inputs(self, site: str, active: str) -> Props:
        """What the program of the stack declares."""
        other = self.states.get(OTHER if site == HOME else HOME)
        word = {name: other[name] for name in ("generation", "active_site")} if other else {}
        if other and other["state"] == "active" and other["taken_over"]:
            word["taken_over"] = other["taken_over"]
        others = {"others": word} if other else {}
        declared = {
            "site": site,
            "active_site": active,
            "home_site": HOME,
            "recovery_plan": "plan",
            "category": _CATEGORY,
            "sites": {HOME: f"pc-{HOME}", OTHER: f"pc-{OTHER}"},
            "mode": self.mode,
            "timeout_seconds": 3600,
            "rpo_seconds": 3600,
            "owner": f"benchmark/{site}/failover",
        }
        # The source lives here, so that it has something to stand down.
        flip = 2 if site == active == HOME else 1
        accepted = {"accepted_risks": {"flip": flip, "risks": ["source-answers"]}} if self.mode == "unplanned" else {}
        return dict(FailoverProvider().check({}, {**declared, **others, **accepted}).inputs)

    def preview(self, site: str, active: str) -> None:
        """``pulumi preview`` at the default rate."""
        self.enter(site, DEFAULT_RATE_LIMIT)
        assert FailoverProvider().diff("failover", self.states[site], self.inputs(site, active)).changes

    def up(self, site: str, active: str) -> None:
        """``pulumi up``, without its preview."""
        self.enter(site, _RATE)
        provider, inputs, state = FailoverProvider(), self.inputs(site, active), self.states.get(site)
        made = provider.update("failover", state, inputs) if state else provider.create(inputs)
        self.states[site] = dict(made.outs or {})

    def row(self, vms: int, step: str, act: Callable[[], None]) -> None:
        """Does the step and prints its figures."""
        began, busy, before = time.perf_counter(), time.process_time(), self.requests.count
        act()
        took, own = time.perf_counter() - began, time.process_time() - busy
        sent = self.requests.count - before
        # The first second's requests go at once.
        least = max(0, sent - 1) // DEFAULT_RATE_LIMIT
        print(f"| {vms} | {step} | {took:.1f} | {own:.1f} | {sent} | {sent / vms:.2f} | {least:.0f} |", flush=True)


def _measure(vms: int, bench: Bench, *, stand_down: bool) -> None:
    _protect(bench)
    bench.up(HOME, HOME)
    bench.up(OTHER, HOME)
    bench.row(vms, "preview of the failover", lambda: bench.preview(OTHER, OTHER))
    bench.row(vms, "failover", lambda: bench.up(OTHER, OTHER))
    if stand_down:
        bench.row(vms, "preview of the stand-down", lambda: bench.preview(HOME, OTHER))
        bench.row(vms, "stand-down", lambda: bench.up(HOME, OTHER))
        bench.row(vms, "preview of the failback", lambda: bench.preview(HOME, HOME))
    sizes = [f"{site} {len(json.dumps(state)) / 1000:.0f} kB" for site, state in bench.states.items()]
    print(f"state of the failover: {', '.join(sizes)}", flush=True)


def _protect(bench: Bench) -> None:
    """A policy and a plan, as the home site's stack makes them."""
    managers = {site: next(iter(DomainManagers(bench.enter(site, _RATE)).list())).id for site in (HOME, OTHER)}
    bench.enter(HOME, _RATE)
    places = [
        {"label": site, "domain_manager_id": found, "is_primary": site == HOME} for site, found in managers.items()
    ]
    policy = {"category_ids": [bench.known["category"]], "locations": places, "rpo_seconds": 3600}
    _make(ProtectionPolicyProvider, {"name": "policy", **policy, "retention_local": 1, "retention_remote": 1})
    ends = {"primary_domain_manager_id": managers[HOME], "recovery_domain_manager_id": managers[OTHER]}
    networks = [
        {"vpc_id": bench.known["vpcs"][site], "subnet_name": "workload", "gateway": "172.30.0.1", "prefix_length": 16}
        for site in (HOME, OTHER)
    ]
    plan = {
        "name": "plan",
        **ends,
        "stages": [{"category_ids": [bench.known["category"]], "delay_seconds": 1}],
        "network_mappings": [{"primary": networks[0], "recovery": networks[1]}],
    }
    _make(RecoveryPlanProvider, plan)


def _make(provider: Any, declared: Props) -> None:
    result = provider().check({}, {**declared, "owner": f"benchmark/{HOME}/{declared['name']}"})
    assert not result.failures, result.failures
    provider().create(result.inputs)


@contextmanager
def _sites(vms: int, seconds: float) -> Iterator[Props]:
    """Endpoints, credentials and ids of a world that another process serves."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, vms, seconds), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send("stop")
        process.join()


def _serve(pipe: Connection, vms: int, seconds: float) -> None:
    regions = {HOME: "ap-northeast-1", OTHER: "ap-northeast-3"}
    specs = [SiteSpec(name, region, nodes=16, node_memory_bytes=2**42) for name, region in regions.items()]
    world = World(specs, task_clock="seconds:0", recover_seconds=seconds / vms)
    category = world.new_id()
    nouns()["category"].create(world.site(HOME), category, dict(_CATEGORY), None)
    vpcs = {}
    for site in world.sites.values():
        vpcs[site.name] = _network(site)
    home = world.site(HOME)
    (subnet,) = home.store.where("subnet", name="workload")
    for number in range(vms):
        _add_vm(home, number, subnet.ext_id, category)
    world.advance()
    with tempfile.TemporaryDirectory() as tls, serve(world, tls) as running:
        known = {name: getattr(running, name) for name in ("endpoints", "username", "password")}
        pipe.send({**known, "ca_bundle": str(running.ca_bundle), "category": category, "vpcs": vpcs})
        pipe.recv()


def _network(site: Any) -> str:
    vpc = site.world.new_id()
    nouns()["vpc"].create(site, vpc, {"name": "workload"}, None)
    prefix = {"ip": {"value": "172.30.0.0"}, "prefixLength": 16}
    ipv4 = {"ipSubnet": prefix, "defaultGatewayIp": {"value": "172.30.0.1"}}
    body = {**_SUBNET, "vpcReference": vpc, "ipConfig": [{"ipv4": ipv4}]}
    nouns()["subnet"].create(site, site.world.new_id(), body, None)
    return str(vpc)


def _add_vm(site: Any, number: int, subnet: str, category: str) -> None:
    """A running VM with an address of its own."""
    address = {"shouldAssignIp": True, "ipAddress": {"value": f"172.30.{1 + number // 250}.{1 + number % 250}"}}
    body = {
        "name": f"vm-{number:04}",
        "description": f"VM {number} of the shop",
        "cluster": {"extId": site.cluster_id},
        "categories": [{"extId": category}],
        "memorySizeBytes": 2**30,
        "nics": [{"nicNetworkInfo": {"subnet": {"extId": subnet}, "ipv4Config": address}}],
    }
    vm = nouns()["vm"].create(site, site.world.new_id(), body, None)
    nouns()["vm"].act(site, "power-on", vm, {})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
