"""Clusters on AWS. API: GET /clusters, GET /clusters/{id}, POST /clusters/aws, POST /clusters/{id}/update-capacity,
.../hibernate, .../resume, .../terminate; each POST answers with a task."""

from __future__ import annotations

from typing import Any

from nc2_console.errors import ConsoleConfigurationError
from nc2_console.model import Model
from nc2_console.session import Session
from nc2_console.task import Task

# assumed: the document gives a host's state no list of values.
_JOINED = frozenset({"running"})
_FAILED = frozenset({"failed", "creation_failed", "condemned"})
_GONE = frozenset({"terminated", "creation_failed"})


class Host(Model):
    """A node. ``type`` is the instance type."""

    name: str
    type: str
    state: str

    @property
    def joined(self) -> bool:
        """Whether it is part of the cluster."""
        return self.state in _JOINED

    @property
    def failed(self) -> bool:
        """Whether it will not join any more."""
        return self.state in _FAILED


class HostList(Model):
    """The API wraps the list once more."""

    data: tuple[Host, ...] = ()


class Capacity(Model):
    """How many hosts of a type are wanted: 3 to 28, says the API."""

    host_type: str
    number_of_hosts: int


class Network(Model):
    """Where a cluster is."""

    availability_zone: str | None = None


class Cluster(Model):
    """``status``: creating, creation_failed, running, hibernating, hibernated, resuming, terminating, terminated, or
    one of hibernation_failed, hibernation_stalled, resuming_failed, resuming_stalled."""

    id: str
    name: str
    region: str
    status: str | None = None
    capacity: tuple[Capacity, ...] = ()
    hosts: HostList = HostList()
    network: Network = Network()

    @property
    def nodes(self) -> tuple[Host, ...]:
        """Its hosts, joined or not."""
        return self.hosts.data

    @property
    def joined(self) -> int:
        """How many nodes it has."""
        return sum(host.joined for host in self.nodes)

    @property
    def coming(self) -> int:
        """How many nodes are on their way, in or out."""
        return sum(not host.joined and not host.failed for host in self.nodes)

    @property
    def failed(self) -> tuple[Host, ...]:
        """The nodes that did not join."""
        return tuple(host for host in self.nodes if host.failed)

    @property
    def wanted(self) -> int:
        """How many nodes the console was told to give it."""
        return sum(part.number_of_hosts for part in self.capacity)

    @property
    def is_gone(self) -> bool:
        """Whether there is nothing left of it: the console lists what was."""
        return self.status in _GONE


class NewAwsCluster(Model):
    """What a cluster on AWS is made with; the VPC and its subnets are there already."""

    name: str
    region: str
    availability_zone: str
    node_type: str
    nodes: int
    vpc_id: str
    management_subnet_id: str
    prism_central_subnet_id: str
    flow_subnet_id: str
    aos_version: str
    prism_central_version: str
    ssh_key: str
    access_cidrs: tuple[str, ...] = ()

    def body(self, organization_id: str, cloud_account_id: str) -> dict[str, Any]:
        """The request.

        assumed: names of fields where the API's document has fewer than its samples (vpc, management_subnet,
        fvn_config.subnet_cloud_id): as the published deployer sends them. The document wants no `data` around it and
        the deployer sends one, as every other request has; the deployer's was seen to work.
        """
        access = {"mode": "restricted" if self.access_cidrs else "disabled", "ip_addresses": list(self.access_cidrs)}
        data: dict[str, Any] = {
            "name": self.name,
            "organization_id": organization_id,
            "cloud_account_id": cloud_account_id,
            "region": self.region,
            "use_case": "general",
            "license": "nci",
            "software_tier": "ultimate",
            "aos_version": self.aos_version,
            "data_at_rest_encryption": False,
            "advanced_replication": False,
            "host_access_ssh_key": self.ssh_key,
            "capacity": [{"host_type": self.node_type, "number_of_hosts": self.nodes, "tenancy": "default"}],
            "cluster_fault_tolerance": {"factor": "1N/1D"},
            "network": {
                "mode": "existing",
                "vpc": self.vpc_id,
                "availability_zone": self.availability_zone,
                "management_subnet": self.management_subnet_id,
                "fvn_enabled": True,
                "fvn_config": {"subnet_cloud_id": self.flow_subnet_id},
                "test_network_connectivity": False,
                "management_services_access_policy": access,
                "prism_element_access_policy": access,
            },
            "prism_central": {
                "mode": "new",
                "version": self.prism_central_version,
                "vm_size": "small",
                "management_subnet": self.prism_central_subnet_id,
                # The Amazon Time Sync Service answers at this address in every VPC.
                "ntp_server_ip_list": ["169.254.169.123"],
            },
        }
        return {"data": data}


class Clusters:
    """The clusters that the key may see."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self) -> list[Cluster]:
        """Every cluster that is not gone. assumed: the list comes whole; the API's document shows no pages."""
        found = self._session.call("list the clusters", "GET", "/clusters") or []
        clusters = [Cluster.model_validate(item) for item in found if _readable(item)]
        return [cluster for cluster in clusters if not cluster.is_gone]

    def find(self, name: str, region: str) -> Cluster | None:
        """The cluster of this name in this region, with its hosts; or None. Raises where there are two."""
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
        answer = self._session.call(f"read cluster {cluster_id}", "GET", f"/clusters/{cluster_id}")
        return Cluster.model_validate(answer)

    def create(self, new: NewAwsCluster, organization_id: str, cloud_account_id: str) -> Task:
        """Begins a cluster; it takes the better part of an hour."""
        what = f"create cluster '{new.name}' in {new.region}"
        return self._begun(what, "/clusters/aws", new.body(organization_id, cloud_account_id))

    def set_nodes(self, cluster: Cluster, node_type: str, nodes: int) -> Task:
        """Tells the console to give the cluster so many nodes: nodes join, or leave, one after the other."""
        what = f"change cluster '{cluster.name}' to {nodes} nodes"
        body = {"data": [{"host_type": node_type, "number_of_hosts": nodes}]}
        return self._begun(what, f"/clusters/{cluster.id}/update-capacity", body)

    def hibernate(self, cluster: Cluster) -> Task:
        """Puts the cluster's data to S3 and ends its nodes."""
        return self._acted(cluster, "hibernate")

    def resume(self, cluster: Cluster) -> Task:
        """Brings a hibernated cluster back."""
        return self._acted(cluster, "resume")

    def terminate(self, cluster: Cluster) -> Task:
        """Ends the cluster and all that is on it."""
        return self._acted(cluster, "terminate")

    def _acted(self, cluster: Cluster, verb: str) -> Task:
        return self._begun(f"{verb} cluster '{cluster.name}'", f"/clusters/{cluster.id}/{verb}", {"data": {}})

    def _begun(self, what: str, path: str, body: dict[str, Any]) -> Task:
        return Task.model_validate(self._session.call(what, "POST", path, body))


def _readable(item: Any) -> bool:
    """Whether it is a cluster of ours in form: the list holds those of other clouds as well."""
    return isinstance(item, dict) and all(item.get(name) for name in ("id", "name", "region"))
