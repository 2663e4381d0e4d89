"""Clusters on AWS. API: GET /clusters, GET /clusters/{id}, POST /clusters/aws, POST /clusters/{id}/update-capacity,
.../hibernate, .../resume, .../terminate; each POST answers with a task."""

from __future__ import annotations

from typing import Any

from nc2_console.capacity import Capacity, with_nodes
from nc2_console.errors import ConsoleConfigurationError, ConsoleError
from nc2_console.model import Model, Shown
from nc2_console.new_cluster import NewAwsCluster
from nc2_console.session import Session
from nc2_console.task import Task

# assumed: the API's document gives the state of a host as free text. A host in any other state is still on its way.
_JOINED = frozenset({"running"})
_FAILED = frozenset({"failed", "creation_failed", "condemned"})
_GONE = frozenset({"terminated", "creation_failed"})


class Host(Model):
    """A node. ``type`` is the instance type."""

    name: Shown
    type: Shown
    state: Shown
    volumes: dict[str, Any] | None = None
    """Its EBS volumes."""

    @property
    def joined(self) -> bool:
        """Whether the host has joined the cluster."""
        return self.state in _JOINED

    @property
    def failed(self) -> bool:
        """Whether the host failed to join."""
        return self.state in _FAILED


class HostList(Model):
    """The list of hosts, which the API wraps once more."""

    data: tuple[Host, ...] = ()


class Network(Model):
    """The location of a cluster."""

    availability_zone: str | None = None


class Cluster(Model):
    """``status``: creating, creation_failed, running, hibernating, hibernated, resuming, terminating, terminated, or
    one of hibernation_failed, hibernation_stalled, resuming_failed, resuming_stalled."""

    id: str
    name: str
    region: str
    cloud_account_id: str | None = None
    status: Shown | None = None
    capacity: tuple[Capacity, ...] = ()
    hosts: HostList = HostList()
    network: Network = Network()

    @property
    def nodes(self) -> tuple[Host, ...]:
        """Its hosts, joined or not."""
        return self.hosts.data

    @property
    def joined(self) -> int:
        """The number of nodes that have joined."""
        return sum(host.joined for host in self.nodes)

    @property
    def coming(self) -> int:
        """The number of nodes that are joining or leaving."""
        return sum(not host.joined and not host.failed for host in self.nodes)

    @property
    def states(self) -> tuple[str, ...]:
        """The states of the nodes that are joining or leaving, in the console's words, each once."""
        return tuple(dict.fromkeys(host.state for host in self.nodes if not host.joined and not host.failed))

    @property
    def failed(self) -> tuple[Host, ...]:
        """The nodes that failed to join."""
        return tuple(host for host in self.nodes if host.failed)

    @property
    def wanted(self) -> int:
        """The number of nodes that the console was told to provide."""
        return sum(part.number_of_hosts for part in self.capacity)

    @property
    def is_gone(self) -> bool:
        """Whether the cluster no longer exists: the console lists former clusters, too."""
        return self.status in _GONE


class Clusters:
    """The clusters that the key may see."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self) -> list[Cluster]:
        """Every cluster that still exists. assumed: the list has no pages, as the API's document shows none."""
        clusters = self._session.several("list the clusters", Cluster, "/clusters", _readable)
        return [cluster for cluster in clusters if not cluster.is_gone]

    def find(self, name: str, region: str) -> Cluster | None:
        """The cluster of this name in this region, with its hosts; None without. Raises ConsoleConfigurationError."""
        found = [cluster for cluster in self.list() if (cluster.name, cluster.region) == (name, region)]
        if len(found) > 1:
            ids = " and ".join(cluster.id for cluster in found)
            raise ConsoleConfigurationError(
                f"There are {len(found)} clusters '{name}' in {region}: {ids}. Rename or terminate all but one in the "
                "NC2 console, then run again."
            )
        return self.get(found[0].id) if found else None

    def get(self, cluster_id: str) -> Cluster:
        """A cluster by its id, with its hosts."""
        return self._session.one(f"read cluster {cluster_id}", Cluster, "GET", f"/clusters/{cluster_id}")

    def create(self, new: NewAwsCluster, organization_id: str, cloud_account_id: str) -> Task:
        """Starts creating a cluster, which takes most of an hour."""
        what = f"create cluster '{new.name}' in {new.region}"
        return self._begun(what, "/clusters/aws", new.body(organization_id, cloud_account_id))

    def set_nodes(self, cluster: Cluster, node_type: str, nodes: int) -> Task:
        """Changes the cluster to this number of nodes in all. Nodes of this type join or leave one after the other.

        Nodes of other types stay, and so does what the capacity holds beside numbers. Raises ConsoleError.
        """
        now = self.get(cluster.id)
        what = f"change cluster '{now.name}' to {nodes} nodes"
        if any(host.volumes for host in now.nodes) and not any(part.remote_storage for part in now.capacity):
            raise ConsoleError(
                f"Could not {what}: its nodes have EBS volumes that its capacity does not show, so the request could "
                "give them up. Change the capacity by hand in the NC2 console."
            )
        try:
            capacity = with_nodes(now.capacity, node_type, nodes)
        except ValueError as error:
            raise ConsoleError(f"NC2 cluster '{now.name}' cannot have {nodes} nodes: {error}.") from None
        body = {"data": [part.written() for part in capacity]}
        return self._begun(what, f"/clusters/{now.id}/update-capacity", body)

    def hibernate(self, cluster: Cluster) -> Task:
        """Stores the cluster's data in S3 and ends its nodes."""
        return self._acted(cluster, "hibernate")

    def resume(self, cluster: Cluster) -> Task:
        """Brings a hibernated cluster back."""
        return self._acted(cluster, "resume")

    def terminate(self, cluster: Cluster) -> Task:
        """Deletes the cluster with all its data."""
        return self._acted(cluster, "terminate")

    def _acted(self, cluster: Cluster, verb: str) -> Task:
        return self._begun(f"{verb} cluster '{cluster.name}'", f"/clusters/{cluster.id}/{verb}", {"data": {}})

    def _begun(self, what: str, path: str, body: dict[str, Any]) -> Task:
        return self._session.one(what, Task, "POST", path, body)


def _readable(item: Any) -> bool:
    """Whether the item has the fields of a cluster on AWS. The list also holds clusters of other clouds."""
    return isinstance(item, dict) and all(item.get(name) for name in ("id", "name", "region"))
