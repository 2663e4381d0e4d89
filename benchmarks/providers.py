"""How long the providers take for a site of some size: `python -m benchmarks.providers [--engine] [--tasks seconds:3]`.

Creates, previews, changes and destroys one VPC, its subnets, a set of floating IPs and, apart, the NICs of VMs; on a
simulator that is a program of its own. Prints seconds, requests, requests a second, and their ratio to
PRISM_RATE_LIMIT (30 unless it is set): 100 % means that nothing but the limit holds it up; what takes about a second
may show more, as the limit lets the first second's requests go at once. Without --engine the providers are called four
at a time, as the engine calls them.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import _engine
from prism import PrismCentral
from prism._model import Reference
from prism._rate_limit import RateLimit
from prism.cluster import Clusters
from prism.subnet import Subnets
from prism.vm import Vm, Vms
from prism.vpc import Vpcs
from providers._client import central

_ROOT = Path(__file__).parents[1]
_AT_ONCE = 4
Props = dict[str, Any]


@dataclass
class Item:
    """A resource: its noun, its class, what is declared, what will be declared; then its id and state."""

    noun: str
    kind: str
    name: str
    inputs: Props
    change: Props
    id: str = ""
    state: Props = field(default_factory=dict)

    def provider(self) -> Any:
        """A provider of it."""
        return getattr(importlib.import_module(f"providers.{self.noun}"), f"{self.kind}Provider")()

    def create(self) -> None:
        made = self.provider().create(self._checked({}))
        self.id, self.state = made.id, made.outs

    def preview(self) -> None:
        assert not self.provider().diff(self.id, self.state, self._checked({})).changes, self.name

    def update(self) -> None:
        self.state = self.provider().update(self.id, self.state, self._checked(self.change)).outs

    def delete(self) -> None:
        self.provider().delete(self.id, self.state)

    def _checked(self, change: Props) -> Props:
        news = {**self.inputs, **change, "owner": f"benchmark/tokyo/{self.name}"}
        result = self.provider().check(self.state, news)
        assert not result.failures, [f"{one.property} {one.reason}" for one in result.failures]
        return dict(result.inputs)


class Requests:
    """Counts what goes through the rate limit, in all clients of this process."""

    def __init__(self) -> None:
        self.count = 0
        honest = RateLimit.acquire

        def acquire(limit: RateLimit) -> None:
            self.count += 1
            honest(limit)

        RateLimit.acquire = acquire  # type: ignore[method-assign, assignment]


@contextmanager
def simulator(tasks: str) -> Iterator[None]:
    """A simulator whose tasks take so long, and this process's environment set to it."""
    with tempfile.TemporaryDirectory() as name:
        command = ["-m", "simulator", "--site", "tokyo=ap-northeast-1", "--directory", name, "--task-clock", tasks]
        with subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, cwd=_ROOT) as process:
            try:
                assert process.stdout is not None
                process.stdout.readline()
                known = json.loads((Path(name) / "endpoints.json").read_text())
                os.environ |= {
                    "PRISM_ENDPOINT": known["endpoints"]["tokyo"],
                    "PRISM_USERNAME": known["username"],
                    "PRISM_PASSWORD": known["password"],
                    "PRISM_CA_BUNDLE": known["ca_bundle"],
                }
                yield
            finally:
                process.terminate()


def main(arguments: list[str]) -> int:
    """Prints the figures; returns the exit code."""
    parser = argparse.ArgumentParser(prog="benchmarks.providers")
    parser.add_argument("--tasks", action="append", metavar="immediate|seconds:S", help="default: both, with 3 s")
    parser.add_argument("--subnets", type=int, default=10)
    parser.add_argument("--floating-ips", type=int, default=200)
    parser.add_argument("--nics", type=int, default=500)
    parser.add_argument("--engine", action="store_true", help="through the real engine")
    asked = parser.parse_args(arguments)
    rate = float(os.environ.setdefault("PRISM_RATE_LIMIT", "30"))
    print(f"limit {rate:g} requests/s, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    requests = Requests()
    for tasks in asked.tasks or ["immediate", "seconds:3"]:
        with simulator(tasks):
            if asked.engine:
                _engine.run(tasks, asked.subnets, asked.floating_ips)
            else:
                _networks(Stopwatch(tasks, requests, rate), asked.subnets, asked.floating_ips)
                _nics(Stopwatch(tasks, requests, rate), asked.nics)
    return 0


@dataclass
class Stopwatch:
    """Prints what a step took."""

    tasks: str
    requests: Requests
    rate: float

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Measures what is done within."""
        began, before = time.perf_counter(), self.requests.count
        yield
        seconds, sent = time.perf_counter() - began, self.requests.count - before
        share = 100 * sent / seconds / self.rate
        print(
            f"{self.tasks:10s} {what:46s} {seconds:7.1f} s {sent:6d} requests {sent / seconds:7.1f}/s {share:5.0f} %",
            flush=True,
        )


def there(noun: str) -> bool:
    """Whether this version of the project has the noun."""
    if importlib.util.find_spec(f"providers.{noun}") is not None:
        return True
    print(f"skipped: this version has no providers.{noun}")
    return False


def _networks(watch: Stopwatch, subnets: int, floating_ips: int) -> None:
    nat = Subnets(central()).find_by_name("overlay-external-subnet-nat")
    assert nat is not None
    vpc = Item(
        "vpc", "Vpc", "vpc", {"name": "workload", "external_subnet_ids": [nat.id]}, {"dns_servers": ["10.0.0.2"]}
    )
    members = {f"app-{number}": Props() for number in range(floating_ips)}
    # Attached to nothing, as there are no VMs; with other names, every one of them is given back and a new one taken.
    other = {f"web-{number}": Props() for number in range(floating_ips)}
    several = [Item("floating_ips", "FloatingIps", "addresses", {"members": members}, {"members": other})]
    several = several if there("floating_ips") else []
    what = f"1 VPC, {subnets} subnets" + (f", {floating_ips} floating IPs" if several else "")
    nets: list[Item] = []
    with watch.step(f"create {what}"):
        vpc.create()
        nets = [_subnet(number, vpc.id) for number in range(subnets)]
        _all(nets + several, Item.create)

    def destroy() -> None:
        _all(several + nets, Item.delete)
        vpc.delete()

    _rest(watch, what, [vpc, *nets, *several], destroy)


def _subnet(number: int, vpc_id: str) -> Item:
    inputs = {"name": f"net-{number}", "vpc_id": vpc_id, "cidr": f"172.30.{number}.0/24"}
    gateway, change = f"172.30.{number}.1", {"domain_name": "changed.internal"}
    return Item("subnet", "OverlaySubnet", f"subnet-{number}", {**inputs, "gateway": gateway}, change)


def _nics(watch: Stopwatch, count: int) -> None:
    if not there("vm_nic"):
        return
    subnet = _network_of_vms()
    vms = _vms((count + 9) // 10)
    items = [
        Item("vm_nic", "VmNic", f"nic-{n}", {"vm_id": vms[n // 10], "subnet_id": subnet, "ip_address": _address(n)}, {})
        for n in range(count)
    ]
    with watch.step(f"create {count} NICs of {len(vms)} VMs"):
        _all(items, Item.create)
    _rest(watch, f"{count} NICs", items, lambda: _all(items, Item.delete))


def _rest(watch: Stopwatch, what: str, items: list[Item], destroy: Callable[[], object]) -> None:
    with watch.step("no-op preview"):
        _all(items, Item.preview)
    changing = [item for item in items if item.change]
    if changing:
        with watch.step("change all"):
            _all(changing, Item.update)
    with watch.step(f"destroy {what}"):
        destroy()


def _all(items: list[Item], verb: Callable[[Item], None]) -> None:
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(verb, items))


def _unlimited() -> PrismCentral:
    return PrismCentral.from_environment({**os.environ, "PRISM_RATE_LIMIT": "100000"})


def _network_of_vms() -> str:
    vpc = Item("vpc", "Vpc", "vms", {"name": "vms"}, {})
    vpc.create()
    prefix: Mapping[str, Any] = {"cidr": "172.31.0.0/16", "gateway": "172.31.0.1", "vpc_id": vpc.id}
    subnet = Item("subnet", "OverlaySubnet", "vms", {"name": "vms", **prefix}, {})
    subnet.create()
    assert Vpcs(central()).find_by_name("vms") is not None
    return subnet.id


def _vms(count: int) -> list[str]:
    client = _unlimited()
    cluster = next(one.id for one in Clusters(client).list() if not one.is_prism_central)
    made = [Vm(name=f"vm-{number}", cluster=Reference(ext_id=cluster)) for number in range(count)]
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(Vms(client).create, made))


def _address(number: int) -> str:
    return f"172.31.{1 + number // 200}.{10 + number % 200}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
