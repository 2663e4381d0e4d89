"""A cluster and its hosts, as the console keeps them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from simulator.console.capacity import total
from simulator.console.prism_central import NewPrismCentral
from simulator.prism.model import Json

_RUNNING = ("running", "removing")


@dataclass(frozen=True)
class Seeded:
    """A cluster that exists from the start. `nodes` 0: only its name is known, and it can be created.

    `remote_storage`: the EBS volumes of its hosts, as the API has them.
    """

    name: str
    region: str
    availability_zone: str
    node_type: str
    nodes: int
    remote_storage: Json | None = None

    @property
    def capacity(self) -> list[Json]:
        """As the API has it."""
        storage = {"remote_storage": self.remote_storage} if self.remote_storage else {}
        return [{"host_type": self.node_type, "number_of_hosts": self.nodes, "node_type": "hci", **storage}]


@dataclass
class Host:
    """A node; `state` is a free string of the API. assumed: these words: pending, running, failed, removing."""

    name: str
    type: str
    state: str = "running"

    def shown(self) -> Json:
        """As the API shows it."""
        return {"name": self.name, "type": self.type, "state": self.state, "node_type": "hci"}


@dataclass
class Cluster:
    """A cluster. `status` is one of the API's words; `capacity` is what it was told to have."""

    id: str
    name: str
    region: str
    zone: str
    capacity: list[Json]
    status: str = "running"
    hosts: list[Host] = field(default_factory=list)
    numbered: int = 0
    organization_id: str = ""
    cloud_account_id: str = ""
    prism_central: NewPrismCentral | None = None
    """The one that came with it."""

    @property
    def node_type(self) -> str:
        """The type of its first hosts."""
        return str(self.capacity[0]["host_type"])

    @property
    def wanted(self) -> int:
        """The number of nodes that it was told to have."""
        return total(self.capacity)

    @property
    def by_type(self) -> Counter[str]:
        """The number of hosts of each type, those that leave left out."""
        return Counter(host.type for host in self.hosts if host.state != "removing")

    def add(self, kind: str, state: str) -> Host:
        """Add a host of this type."""
        self.numbered += 1
        host = Host(f"{self.name}-node-{self.numbered}", kind, state)
        self.hosts.append(host)
        return host

    def fill(self, state: str) -> None:
        """Add every host that the capacity has."""
        for part in self.capacity:
            for _ in range(int(part["number_of_hosts"])):
                self.add(str(part["host_type"]), state)

    @property
    def joined(self) -> int:
        """How many nodes are running."""
        return sum(host.state in _RUNNING for host in self.hosts)

    def shown(self) -> Json:
        """As the API shows it."""
        return {
            "id": self.id,
            "name": self.name,
            "region": self.region,
            "status": self.status,
            "active": self.status not in ("terminated", "creation_failed"),
            "organization_id": self.organization_id,
            "cloud_account_id": self.cloud_account_id,
            "use_case": "general",
            "capacity": self.capacity,
            "hosts": {"data": [host.shown() for host in self.hosts]},
            "network": {"availability_zone": self.zone},
        }
