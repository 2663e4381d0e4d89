"""A task: what it does to which hosts, one after the other, each when it is due."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulator.console.cluster import Cluster, Host
from simulator.prism.model import Json, timestamp

ENDED = frozenset({"done", "failed", "cancelled"})


@dataclass
class Step:
    """A host that joins or leaves when the clock shows `due`. `fails`: it does not join."""

    host: Host
    due: float
    fails: bool = False


@dataclass
class Task:
    """A task of a cluster; `kind` is create, update_capacity, terminate, hibernate or resume."""

    id: str
    kind: str
    cluster: Cluster
    begun: float
    due: float
    steps: list[Step] = field(default_factory=list)
    status: str = "running"
    trouble: str = ""
    """The error that the task fails with after its steps."""

    def shown(self) -> Json:
        """As the API shows it."""
        at = timestamp(self.begun)
        return {
            "id": self.id,
            "kind": self.kind,
            "display_name": f"{self.kind.replace('_', ' ')} {self.cluster.name}",
            "cluster_id": self.cluster.id,
            "status": self.status,
            "status_details": {"description": self.trouble if self.status == "failed" else ""},
            "created_at": at,
            "updated_at": at,
        }
