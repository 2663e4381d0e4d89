"""A cluster and its hosts, as the console keeps them."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulator.prism.model import Json


@dataclass(frozen=True)
class Seeded:
    """A cluster that exists from the start. `nodes` 0: only its name is known, and it can be created."""

    name: str
    region: str
    availability_zone: str
    node_type: str
    nodes: int


@dataclass
class Host:
    """A node; `state` is pending, running, failed or removing. assumed: these words."""

    name: str
    type: str
    state: str = "running"

    def shown(self) -> Json:
        """As the API shows it."""
        return {"name": self.name, "type": self.type, "state": self.state, "node_type": "hci"}


@dataclass
class Cluster:
    """A cluster. `status` is one of the API's words; `wanted` is the number of nodes it was told to have."""

    id: str
    name: str
    region: str
    zone: str
    node_type: str
    wanted: int
    status: str = "running"
    hosts: list[Host] = field(default_factory=list)
    numbered: int = 0
    organization_id: str = ""
    cloud_account_id: str = ""

    def add(self, state: str) -> Host:
        """Add a host."""
        self.numbered += 1
        host = Host(f"{self.name}-node-{self.numbered}", self.node_type, state)
        self.hosts.append(host)
        return host

    @property
    def joined(self) -> int:
        """How many nodes are running."""
        return sum(host.state in ("running", "removing") for host in self.hosts)

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
            "capacity": [{"host_type": self.node_type, "number_of_hosts": self.wanted}],
            "hosts": {"data": [host.shown() for host in self.hosts]},
            "network": {"availability_zone": self.zone},
        }
