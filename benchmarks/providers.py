"""The time of the providers for a site of a given size: `python -m benchmarks.providers [--engine]`.

Creates, previews, changes and destroys one VPC, its subnets, a set of floating IPs and, apart, the NICs of VMs; on a
simulator that is a program of its own. Changed is one field of every object, in place: the VPC's DNS servers, each
subnet's domain name, and where each floating IP leads: from nowhere to a NIC of its own.

Prints seconds, requests, and the seconds that so many requests take by the limit alone; at the default limit of 30
requests/s, and with PRISM_RATE_LIMIT so high that it holds nothing up. Without --engine the providers are called four
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
from prism import DEFAULT_RATE_LIMIT, PrismCentral, RateLimit, Reference
from prism.clustermgmt import Clusters
from prism.networking import Subnets
from prism.vmm import Nic, Vm, Vms

_ROOT = Path(__file__).parents[1]
_AT_ONCE = 4
_NICS_OF_A_VM = 10
_HIGH_RATE = 500.0
Props = dict[str, Any]


@dataclass
class Item:
    """A resource: its noun, its class, its inputs before and after the change, its id and its state."""

    noun: str
    kind: str
    name: str
    inputs: Props
    change: Props
    id: str = ""
    state: Props = field(default_factory=dict)

    def provider(self) -> Any:
        """A provider of the noun."""
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
    """Counts the requests that pass the rate limit, of all clients of this process."""

    def __init__(self) -> None:
        self.count = 0
        honest = RateLimit.acquire

        def acquire(limit: RateLimit) -> None:
            self.count += 1
            honest(limit)

        RateLimit.acquire = acquire  # type: ignore[method-assign, assignment]


@contextmanager
def simulator(tasks: str) -> Iterator[None]:
    """A simulator whose tasks take this long, and the environment of this process for it."""
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
    parser.add_argument("--rate", action="append", type=float, help="requests/s; default: 30, the default, and 500")
    parser.add_argument("--subnets", type=int, default=10)
    parser.add_argument("--floating-ips", type=int, default=200)
    parser.add_argument("--nics", type=int, default=500)
    parser.add_argument("--engine", action="store_true", help="through the real engine")
    asked = parser.parse_args(arguments)
    requests = Requests()
    for rate in asked.rate or [DEFAULT_RATE_LIMIT, _HIGH_RATE]:
        os.environ["PRISM_RATE_LIMIT"] = f"{rate:g}"
        for tasks in asked.tasks or ["immediate", "seconds:3"]:
            load = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
            print(f"PRISM_RATE_LIMIT={rate:g} requests/s, tasks {tasks}, {load}", flush=True)
            with simulator(tasks):
                _measure(asked, Stopwatch(tasks, requests, rate))
    return 0


def _measure(asked: argparse.Namespace, watch: Stopwatch) -> None:
    subnet = _network_of_vms() if asked.floating_ips or asked.nics else ""
    if asked.engine:
        _engine.run(watch.tasks, asked.subnets, _nics_to_lead_to(asked.floating_ips, subnet))
        return
    if asked.subnets or asked.floating_ips:
        _networks(watch, asked.subnets, _nics_to_lead_to(asked.floating_ips, subnet))
    if asked.nics:
        _nics(watch, asked.nics, subnet)


@dataclass
class Stopwatch:
    """Prints the time of a step."""

    tasks: str
    requests: Requests
    rate: float

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Measures the body of the with statement."""
        began, before = time.perf_counter(), self.requests.count
        yield
        seconds, sent = time.perf_counter() - began, self.requests.count - before
        # The first second's requests go at once.
        alone = (sent - 1) // int(self.rate) if sent else 0
        figures = f"{seconds:7.1f} s {sent:6d} requests, by the limit alone {alone:4d} s"
        print(f"{self.tasks:10s} {what:46s} {figures}", flush=True)


def there(noun: str) -> bool:
    """Whether this version of the project has the noun."""
    if importlib.util.find_spec(f"providers.{noun}") is not None:
        return True
    print(f"skipped: this version has no providers.{noun}")
    return False


def _networks(watch: Stopwatch, subnets: int, nics: list[str]) -> None:
    inputs = {"name": "workload", "external_subnet_ids": [_nat()]}
    vpc = Item("vpc", "Vpc", "vpc", inputs, {"dns_servers": ["10.0.0.2"]})
    members = {f"app-{number}": Props() for number in range(len(nics))}
    leading = {f"app-{number}": {"vm_nic_id": nic} for number, nic in enumerate(nics)}
    several = [Item("floating_ips", "FloatingIps", "addresses", {"members": members}, {"members": leading})]
    several = several if nics and there("floating_ips") else []
    what = f"1 VPC, {subnets} subnets" + (f", {len(nics)} floating IPs" if several else "")
    nets: list[Item] = []
    with watch.step(f"create {what}"), ThreadPoolExecutor(_AT_ONCE) as pool:
        # Floating IPs wait for no VPC: the engine creates them beside it.
        beside = [pool.submit(item.create) for item in several]
        pool.submit(vpc.create).result()
        nets = [_subnet(number, vpc.id) for number in range(subnets)]
        for done in [*beside, *(pool.submit(net.create) for net in nets)]:
            done.result()

    def destroy() -> None:
        _all(several + nets, Item.delete)
        vpc.delete()

    _rest(watch, what, [*several, vpc, *nets], destroy)


def _subnet(number: int, vpc_id: str) -> Item:
    inputs = {"name": f"net-{number}", "vpc_id": vpc_id, "cidr": f"172.30.{number}.0/24"}
    gateway, change = f"172.30.{number}.1", {"domain_name": "changed.internal"}
    return Item("subnet", "OverlaySubnet", f"subnet-{number}", {**inputs, "gateway": gateway}, change)


def _nics(watch: Stopwatch, count: int, subnet: str) -> None:
    if not there("vm_nic"):
        return
    vms = _vms([[]] * -(-count // _NICS_OF_A_VM))
    # One NIC per VM at a time: NICs of one VM wait for each other, because each changes the VM's version.
    places = [{"vm_id": vms[n % len(vms)], "subnet_id": subnet, "ip_address": _address(n, 1)} for n in range(count)]
    items = [Item("vm_nic", "VmNic", f"nic-{n}", place, {}) for n, place in enumerate(places)]
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


def _nat() -> str:
    nat = Subnets(_unlimited()).find_by_name("overlay-external-subnet-nat")
    assert nat is not None
    return nat.id


def _network_of_vms() -> str:
    vpc = Item("vpc", "Vpc", "vms", {"name": "vms", "external_subnet_ids": [_nat()]}, {})
    vpc.create()
    prefix: Mapping[str, Any] = {"cidr": "172.31.0.0/16", "gateway": "172.31.0.1", "vpc_id": vpc.id}
    subnet = Item("subnet", "OverlaySubnet", "vms", {"name": "vms", **prefix}, {})
    subnet.create()
    return subnet.id


def _nics_to_lead_to(count: int, subnet: str) -> list[str]:
    """The ids of the NICs of new VMs, for the floating IPs."""
    nics = [Nic.static(subnet, _address(number, 101)) for number in range(count)]
    vms = _vms([nics[at : at + _NICS_OF_A_VM] for at in range(0, count, _NICS_OF_A_VM)])
    live = {vm.id: vm for vm in Vms(_unlimited()).list()}
    return [nic.id for vm in vms for nic in live[vm].nics or []]


def _vms(nics: list[list[Nic]]) -> list[str]:
    client = _unlimited()
    cluster = next(one.id for one in Clusters(client).list() if not one.is_prism_central)
    made = [Vm(name=f"vm-{number}", cluster=Reference(ext_id=cluster), nics=given) for number, given in enumerate(nics)]
    with ThreadPoolExecutor(len(made) or 1) as pool:
        return list(pool.map(Vms(client).create, made))


def _address(number: int, third: int) -> str:
    return f"172.31.{third + number // 200}.{10 + number % 200}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
