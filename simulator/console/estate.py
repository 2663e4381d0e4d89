"""What the console knows: clusters, tasks, the troubles on order, and one clock for all of them.

Nothing runs in the background: a request carries out what is due by now.
"""

from __future__ import annotations

import random
import secrets
import threading
import uuid
from collections.abc import Callable, Mapping, Sequence

from simulator.console.cluster import Cluster, Host, Seeded
from simulator.console.task import ENDED, Step, Task
from simulator.console.troubles import Troubles
from simulator.prism.model import Clock, Faults, Json

Told = Callable[[int], None]
"""Called with the number of nodes that a cluster has now; 0 when the cluster is gone."""


class Refusal(Exception):
    """The console refuses a request; `status` is the HTTP status."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


class Estate:
    """Clusters by id.

    A task takes as long as one node takes to join; for `task_clock` see `simulator.prism.model.Clock`.
    """

    def __init__(
        self,
        seeded: Sequence[Seeded] = (),
        *,
        task_clock: str = "immediate",
        told: Mapping[str, Told] | None = None,
        api_key: str | None = None,
        key_id: str | None = None,
        seed: int | None = None,
    ) -> None:
        self.lock = threading.RLock()
        self.clock = Clock.parse(task_clock)
        self.faults, self.troubles = Faults(), Troubles()
        self.api_key, self.key_id = api_key or secrets.token_urlsafe(24), key_id or secrets.token_urlsafe(12)
        self._random: random.Random = random.Random(seed) if seed is not None else random.SystemRandom()
        self.organization_id, self.cloud_account_id = self.new_id(), "Y2xvdWRfYWNjb3VudA=="
        self.told = dict(told or {})
        self.clusters: dict[str, Cluster] = {}
        self.tasks: dict[str, Task] = {}
        for one in seeded:
            if one.nodes:
                cluster = self._new(one.name, one.region, one.availability_zone, one.node_type, one.nodes)
                cluster.status = "running"
                for _ in range(one.nodes):
                    cluster.add("running")

    def new_id(self) -> str:
        """A fresh uuid4."""
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def living(self) -> list[Cluster]:
        """The clusters that have not been terminated."""
        return [one for one in self.clusters.values() if one.status not in ("terminated", "creation_failed")]

    def create(self, asked: Json) -> Task:
        """Start to create a cluster; raises Refusal."""
        capacity, network = asked["capacity"][0], asked["network"]
        if any(one.name == asked["name"] for one in self.living()):
            raise Refusal(422, f"name {asked['name']} has already been taken")
        nodes = _count(capacity)
        cluster = self._new(
            asked["name"], asked["region"], network["availability_zone"], str(capacity["host_type"]), nodes
        )
        task = self._begin("create", cluster)
        self._grow(task, nodes)
        return task

    def resize(self, cluster: Cluster, asked: Sequence[Json]) -> Task:
        """Give a cluster so many nodes; raises Refusal."""
        nodes = _count(asked[0])
        if asked[0]["host_type"] != cluster.node_type:
            raise Refusal(422, f"host_type {asked[0]['host_type']} is not in the cluster")
        self._require(cluster, "running")
        cluster.wanted = nodes
        # assumed: writing the capacity again gives up a node that did not join.
        cluster.hosts = [host for host in cluster.hosts if host.state != "failed"]
        task = self._begin("update_capacity", cluster)
        if nodes >= len(cluster.hosts):
            self._grow(task, nodes - len(cluster.hosts))
        else:
            for host in reversed(cluster.hosts[nodes:]):
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

    def _new(self, name: str, region: str, zone: str, node_type: str, nodes: int) -> Cluster:
        cluster = Cluster(self.new_id(), name, region, zone, node_type, nodes, "creating")
        cluster.organization_id, cluster.cloud_account_id = self.organization_id, self.cloud_account_id
        self.clusters[cluster.id] = cluster
        return cluster

    def _begin(self, kind: str, cluster: Cluster) -> Task:
        now = self.clock.now()
        due = now + self.clock.lasting(self.clock.task_seconds)
        task = Task(self.new_id(), kind, cluster, now, due + self.troubles.delay(kind))
        self.tasks[task.id] = task
        return task

    def _grow(self, task: Task, more: int) -> None:
        """New hosts that will join, as many as the zone has."""
        cluster = task.cluster
        given = self.troubles.granted(cluster.node_type, cluster.zone, more)
        if given < more:
            task.trouble = (
                f"InsufficientInstanceCapacity: AWS has {given} of {more} {cluster.node_type} in {cluster.zone}"
            )
        for _ in range(given):
            self._step(task, cluster.add("pending"))

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
            for _ in range(cluster.wanted):
                cluster.add("running")
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


def _count(capacity: Json) -> int:
    nodes = int(capacity["number_of_hosts"])
    if not 3 <= nodes <= 28:
        raise Refusal(422, f"number_of_hosts {nodes} must be from 3 to 28")
    return nodes
