"""What the console knows: clusters, tasks, the troubles on order, and one clock for all of them.

Nothing runs in the background: a request carries out what is due by now.
"""

from __future__ import annotations

import random
import secrets
import threading
import uuid
from collections.abc import Callable, Mapping, Sequence

from simulator.console import capacity, create_body
from simulator.console.cluster import Cluster, Host, Seeded
from simulator.console.matrix import Matrix
from simulator.console.prism_central import FORMS, NewPrismCentral
from simulator.console.refusal import Refusal
from simulator.console.task import ENDED, Step, Task
from simulator.console.troubles import Troubles
from simulator.prism.model import Clock, Faults, Json

Told = Callable[[int], None]
"""Called with the number of nodes that a cluster has now; 0 when the cluster is gone."""


class Estate:
    """Clusters by id.

    A task takes as long as one node takes to join; for `task_clock` see `simulator.prism.model.Clock`. `addresses` are
    by cluster where its Prism Central answers, once it is made; for any other the console makes one up.
    """

    def __init__(
        self,
        seeded: Sequence[Seeded] = (),
        *,
        task_clock: str = "immediate",
        told: Mapping[str, Told] | None = None,
        addresses: Mapping[str, str] | None = None,
        api_key: str | None = None,
        key_id: str | None = None,
        seed: int | None = None,
    ) -> None:
        self.lock = threading.RLock()
        self.clock = Clock.parse(task_clock)
        self.faults, self.troubles, self.matrix = Faults(), Troubles(), Matrix()
        self.api_key, self.key_id = api_key or secrets.token_urlsafe(24), key_id or secrets.token_urlsafe(12)
        self._random: random.Random = random.Random(seed) if seed is not None else random.SystemRandom()
        self.organization_id, self.cloud_account_id = self.new_id(), "Y2xvdWRfYWNjb3VudA=="
        self.told, self.addresses = dict(told or {}), dict(addresses or {})
        self.error_form = "error"
        """One of `simulator.console.refusal.ERROR_FORMS`."""
        self.prism_central_form = FORMS[0]
        self.words: dict[str, str] = {}
        """By the words that we assume for the state of a host, what the console says instead."""
        self.clusters: dict[str, Cluster] = {}
        self.tasks: dict[str, Task] = {}
        for one in seeded:
            if one.nodes:
                cluster = self._new(one.name, one.region, one.availability_zone, one.capacity)
                cluster.status = "running"
                cluster.fill("running")

    def new_id(self) -> str:
        """A fresh uuid4."""
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def living(self) -> list[Cluster]:
        """The clusters that have not been terminated."""
        return [one for one in self.clusters.values() if one.status not in ("terminated", "creation_failed")]

    def prism_centrals(self, region: str, zone: str | None) -> list[NewPrismCentral]:
        """Those of the clusters that were made here. assumed: each is listed once its cluster runs."""
        running = [one.prism_central for one in self.living() if one.status == "running"]
        return [one for one in running if one and one.region == region and zone in (None, one.zone)]

    def create(self, asked: Json) -> Task:
        """Start to create a cluster; raises Refusal."""
        create_body.check(asked)
        if any(one.name == asked["name"] for one in self.living()):
            raise Refusal(422, f"name {asked['name']} has already been taken")
        parts = capacity.checked(asked["capacity"], {})
        self.matrix.check(asked["region"], parts, {})
        cluster = self._new(asked["name"], asked["region"], asked["network"]["availability_zone"], parts)
        known = self.addresses.get(cluster.name)
        cluster.prism_central = NewPrismCentral.of(self.new_id(), asked, (known,) if known else ())
        task = self._begin("create", cluster)
        for part in parts:
            self._grow(task, str(part["host_type"]), int(part["number_of_hosts"]))
        return task

    def resize(self, cluster: Cluster, asked: Sequence[Json]) -> Task:
        """Give a cluster this capacity, and nothing that it does not name; raises Refusal."""
        parts = capacity.checked(asked, cluster.by_type)
        self.matrix.check(cluster.region, parts, cluster.by_type)
        self._require(cluster, "running")
        cluster.capacity = parts
        # assumed: writing the capacity again gives up a node that did not join.
        cluster.hosts = [host for host in cluster.hosts if host.state != "failed"]
        task = self._begin("update_capacity", cluster)
        wanted = {str(part["host_type"]): int(part["number_of_hosts"]) for part in parts}
        for kind in dict.fromkeys((*wanted, *cluster.by_type)):
            more = wanted.get(kind, 0) - cluster.by_type[kind]
            if more > 0:
                self._grow(task, kind, more)
            elif more:
                for host in [host for host in cluster.hosts if host.type == kind][: more - 1 : -1]:
                    host.state = "removing"
                    self._step(task, host)
        return task

    def act(self, cluster: Cluster, verb: str) -> Task:
        """Terminate, hibernate or resume a cluster; raises Refusal."""
        if verb == "resume":
            self._require(cluster, "hibernated")
            cluster.status = "resuming"
        elif verb == "hibernate":
            self._require(cluster, "running")
            cluster.status = "hibernating"
        else:
            cluster.status = "terminating"
        return self._begin(verb, cluster)

    def advance(self) -> None:
        """Carry out everything that is due by now."""
        now = self.clock.now()
        for task in [one for one in self.tasks.values() if one.status not in ENDED]:
            while task.steps and task.steps[0].due <= now:
                self._happen(task, task.steps.pop(0))
            if not task.steps and task.due <= now:
                self._end(task)

    def _new(self, name: str, region: str, zone: str, parts: list[Json]) -> Cluster:
        cluster = Cluster(self.new_id(), name, region, zone, parts, "creating")
        cluster.organization_id, cluster.cloud_account_id = self.organization_id, self.cloud_account_id
        self.clusters[cluster.id] = cluster
        return cluster

    def _begin(self, kind: str, cluster: Cluster) -> Task:
        now = self.clock.now()
        due = now + self.clock.lasting(self.clock.task_seconds)
        task = Task(self.new_id(), kind, cluster, now, due + self.troubles.delay(kind))
        self.tasks[task.id] = task
        return task

    def _grow(self, task: Task, kind: str, more: int) -> None:
        """New hosts that will join, as many as the zone has."""
        cluster = task.cluster
        given = self.troubles.granted(kind, cluster.zone, more)
        if given < more:
            task.trouble = f"InsufficientInstanceCapacity: AWS has {given} of {more} {kind} in {cluster.zone}"
        for _ in range(given):
            self._step(task, cluster.add(kind, "pending"))

    def _step(self, task: Task, host: Host) -> None:
        length = self.clock.lasting(self.clock.task_seconds)
        due = self.clock.now() + length * (len(task.steps) + 1)
        task.steps.append(Step(host, due, host.state == "pending" and self.troubles.fails()))
        task.due = max(task.due, due)

    def _happen(self, task: Task, step: Step) -> None:
        cluster = task.cluster
        if step.fails:
            step.host.state = "failed"
            task.trouble = f"Host {step.host.name} did not join: its agent did not check in"
        elif step.host.state == "removing":
            cluster.hosts.remove(step.host)
            self._tell(cluster)
        else:
            step.host.state = "running"
            if task.kind != "create":
                self._tell(cluster)

    def _end(self, task: Task) -> None:
        cluster = task.cluster
        task.status = "failed" if task.trouble else "done"
        if task.kind == "create":
            # assumed: a cluster is not made if one of its nodes does not come up.
            cluster.status = "creation_failed" if task.trouble else "running"
        elif task.kind in ("hibernate", "terminate"):
            cluster.status = "hibernated" if task.kind == "hibernate" else "terminated"
            cluster.hosts.clear()
        elif task.kind == "resume":
            cluster.status = "running"
            cluster.fill("running")
        if cluster.status != "creation_failed":
            self._tell(cluster)

    def _tell(self, cluster: Cluster) -> None:
        if cluster.name in self.told:
            self.told[cluster.name](cluster.joined)

    def _require(self, cluster: Cluster, status: str) -> None:
        if cluster.status != status:
            raise Refusal(409, f"the cluster is {cluster.status}, not {status}")
        if any(one.cluster is cluster and one.status not in ENDED for one in self.tasks.values()):
            raise Refusal(409, "another task of the cluster is running")
