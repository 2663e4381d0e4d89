"""Many threads at work on one Prism Central that fails them all the time, each with a plan that a seed makes.

Which fault meets a thread's n-th request follows from seed, thread and n. Each thread keeps a model of what should be
there; two more things belong to all of them: a VM that counts, and the subnet of all NICs.
"""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from prism import Collection, Credentials, PreconditionError, PrismCentral, Reference, Timeouts
from prism.clustermgmt import Clusters
from prism.networking import Subnet, Subnets, Vpc, Vpcs
from prism.prism import Categories, Category
from prism.vmm import Nic, NicIpv4Config, NicNetwork, Vm, Vms
from providers.base import ip_config
from simulator import SiteSpec, World, serve
from simulator.prism.http import Api, Reply, Request
from simulator.prism.model import Fault, Faults, Site

_HEADER = "X-Soak"
_SHARE = 0.1
_MOST = 12
_FAULTS = (
    Fault("status", status=429, retry_after=0.0),
    Fault("status", status=429),
    Fault("status", status=503),
    Fault("status", status=503, retry_after=0.0),
    Fault("reset"),
    Fault("lost-response"),
    Fault("latency", seconds=0.02),
    Fault("status", status=412),
    Fault("status", status=401),
)


class SeededFaults(Faults):
    """Faults by the request's own mark instead of by order; ``met`` counts them by kind."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._seed = seed
        self.asking: Request | None = None
        self.met: dict[str, int] = {}
        self.requests = 0

    def met_by(self, site: str, method: str, path: str) -> Fault | None:
        mark = self.asking.headers.get(_HEADER.lower()) if self.asking else None
        if mark is None or self.asking is None:
            return None
        self.requests += 1
        dice = random.Random(f"{self._seed}/{mark}")
        if dice.random() >= _SHARE:
            return None
        fault = dice.choice(_FAULTS)
        # Those two answer something that must have been sent: a version, a session.
        needed = {412: "if-match", 401: "cookie"}.get(fault.status if fault.kind == "status" else 0)
        if needed and needed not in self.asking.headers:
            fault = _FAULTS[dice.randrange(7)]
        name = str(fault.status) if fault.kind == "status" else fault.kind
        self.met[name] = self.met.get(name, 0) + 1
        return fault


class MarkedApi(Api):
    """Lets the faults see the whole request."""

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self._marked = site.world

    def handle(self, request: Request) -> Reply:
        with self._marked.lock:
            if isinstance(self._marked.faults, SeededFaults):
                self._marked.faults.asking = request
            return super().handle(request)


@dataclass
class Scene:
    """What all threads share."""

    world: World
    faults: SeededFaults
    client: PrismCentral
    plain: PrismCentral
    cluster: str
    vpc: str
    subnet: str
    counter: str


@contextmanager
def scene(seed: int, tls: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """One site, a client that is disturbed and one that is not."""
    monkeypatch.setattr("simulator.prism.http.server.Api", MarkedApi)
    for name in ("rest.failure.FIRST_PAUSE", "prism.waiting.FIRST_PAUSE"):
        monkeypatch.setattr(name, 0.005)
    world = World([SiteSpec("tokyo", "ap-northeast-1")], seed=1, session_seconds=900)
    world.faults = faults = SeededFaults(seed)
    with serve(world, tls) as running:
        credentials = Credentials(running.username, running.password)
        clients = [
            PrismCentral(
                running.endpoints["tokyo"],
                credentials,
                ca_bundle=running.ca_bundle,
                rate_limit=100_000,
                timeouts=Timeouts(call=30),
            )
            for _ in range(2)
        ]
        _mark(clients[0])
        plain = clients[1]
        cluster = next(c.id for c in Clusters(plain).list() if not c.is_prism_central)
        vpc = Vpcs(plain).create(Vpc(name="shared"))
        subnet = Subnets(plain).create(_subnet("shared", vpc, "172.30.0.0/16", [["172.30.0.10", "172.30.255.250"]]))
        counter = Vms(plain).create(Vm(name="counter", description="{}", cluster=Reference(ext_id=cluster)))
        yield Scene(world, faults, clients[0], plain, cluster, vpc, subnet, counter)
        for client in clients:
            client.close()


_THREAD = threading.local()


def _mark(client: PrismCentral) -> None:
    """Puts thread and number on each request."""
    http = client.session.http
    honest = http.send

    def send(request: Any, **more: Any) -> Any:
        _THREAD.number = getattr(_THREAD, "number", 0) + 1
        request.headers[_HEADER] = f"{_THREAD.name}/{_THREAD.number}"
        return honest(request, **more)

    http.send = send  # type: ignore[method-assign]


def _subnet(name: str, vpc: str, cidr: str, pools: list[list[str]] | None = None) -> Subnet:
    gateway = cidr.rsplit(".", 1)[0] + ".1"
    return Subnet(name=name, subnet_type="OVERLAY", vpc_reference=vpc, ip_config=ip_config(cidr, gateway, pools or []))


Fields = dict[str, Any]


@dataclass
class Worker:
    """One thread: its dice, its model by kind and id, and the log of what it has done."""

    number: int
    scene: Scene
    dice: random.Random
    log: list[str] = field(default_factory=list)
    model: dict[str, dict[str, Fields]] = field(default_factory=dict)
    counted: int = 0
    made: int = 0

    def run(self, count: int) -> None:
        """So many operations; an error ends the thread."""
        _THREAD.name, _THREAD.number = self.number, 0
        for _ in range(count):
            kind = self.dice.choices(("category", "subnet", "vpc", "vm", "counter"), (40, 22, 16, 20, 2))[0]
            if kind == "counter":
                self._count()
            else:
                self._operate(kind)

    def _operate(self, kind: str) -> None:
        live = self.model.setdefault(kind, {})
        verbs = ["create"] * (len(live) < _MOST) + ["update", "delete"] * bool(live)
        verb = self.dice.choice(verbs)
        if verb == "create":
            self.made += 1
            name = f"{kind}-{self.number}-{self.made}"
            self.log.append(f"create {name}")
            fields = self._fields(kind, name)
            ext_id = self._collection(kind).create(self._entity(kind, fields))
            assert ext_id not in live
            live[ext_id] = fields
            return
        ext_id = self.dice.choice(list(live))
        self.log.append(f"{verb} {_label(live[ext_id])}")
        if verb == "update":
            change = {"description": f"edition {self.dice.randrange(10**9)}"}
            self._collection(kind).update(ext_id, lambda e: e.model_copy(update=change), ("description",))
            live[ext_id] = {**live[ext_id], **change}
        else:
            self._collection(kind).delete(ext_id)
            del live[ext_id]

    def _count(self) -> None:
        self.log.append("count")

        def more(vm: Vm) -> Vm:
            counts = json.loads(vm.description or "{}")
            # Said as what it shall be, not as one more: a write whose answer got lost is written again.
            return vm.model_copy(update={"description": json.dumps({**counts, str(self.number): self.counted + 1})})

        while True:
            try:
                Vms(self.scene.client).update(self.scene.counter, more)
            except PreconditionError:
                # Five lost races in a row: the next run would go on.
                continue
            self.counted += 1
            return

    def _fields(self, kind: str, name: str) -> Fields:
        description = f"edition {self.dice.randrange(10**9)}"
        if kind == "category":
            return {"key": f"Soak{self.number}", "value": name, "description": description}
        return {"name": name, "description": description}

    def _entity(self, kind: str, fields: Fields) -> Any:
        if kind == "category":
            return Category(**fields)
        if kind == "vpc":
            return Vpc(**fields)
        if kind == "subnet":
            # Never the same twice: an early subnet may still be there when the count comes round to 256.
            high, low = divmod(self.made % 4096, 256)
            subnet = _subnet(fields["name"], self.scene.vpc, f"10.{self.number * 16 + high}.{low}.0/24")
            return subnet.model_copy(update=fields)
        network = NicNetwork(
            subnet=Reference(ext_id=self.scene.subnet), ipv4_config=NicIpv4Config(should_assign_ip=True)
        )
        nics = [Nic(nic_network_info=network)] * (self.made % 2)
        return Vm(**fields, cluster=Reference(ext_id=self.scene.cluster), nics=nics)

    def _collection(self, kind: str) -> Collection[Any]:
        return collection(self.scene.client, kind)


def collection(client: PrismCentral, kind: str) -> Collection[Any]:
    """Where objects of the kind live."""
    kinds: dict[str, Callable[[PrismCentral], Collection[Any]]] = {
        "category": Categories,
        "subnet": Subnets,
        "vpc": Vpcs,
        "vm": Vms,
    }
    return kinds[kind](client)


def _label(fields: Fields) -> str:
    return str(fields.get("name") or fields["value"])


def run(found: Scene, seed: int, threads: int, operations: int) -> list[Worker]:
    """The workers, done. Raises the first error of any."""
    workers = [Worker(n, found, random.Random(f"{seed}/{n}")) for n in range(threads)]
    failures: list[BaseException] = []

    def guarded(worker: Worker) -> None:
        try:
            worker.run(operations // threads)
        except BaseException as error:
            failures.append(error)

    running = [threading.Thread(target=guarded, args=(worker,)) for worker in workers]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    if failures:
        raise failures[0]
    return workers
