"""How much of a cluster is in use: the nodes that its Prism Central shows, and the nodes that its VMs need."""

from __future__ import annotations

from dataclasses import dataclass

from prism import PrismCentral
from prism.clustermgmt import Clusters, Hosts
from prism.vmm import Vms
from topology.compute import NODE_TYPES, NodeNeed, VmSize, nodes_needed

# Without running VMs no spare node is needed.
_NO_SPARE = 0


@dataclass(frozen=True)
class InUse:
    """`nodes` of the cluster, names of the `running` VMs, the nodes that they `need`, and names of `all` VMs."""

    nodes: int
    running: tuple[str, ...]
    need: NodeNeed
    all: tuple[str, ...]


def in_use(client: PrismCentral, cluster: str, node_type: str) -> InUse | None:
    """The use of the cluster, or None if Prism Central does not list it. Raises OperatorError."""
    found = next((one for one in Clusters(client).list() if one.name == cluster and not one.is_prism_central), None)
    if found is None:
        return None
    hosts = [host for host in Hosts(client).list() if host.cluster is None or host.cluster.uuid == found.id]
    vms = list(Vms(client).list())
    running = [vm for vm in vms if vm.power_state == "ON"]
    sizes = [VmSize(vm.vcpus, vm.memory_size_bytes or 0, 0) for vm in running]
    # Disks of powered-off VMs need storage too.
    sizes += [VmSize(0, 0, vm.disk_bytes) for vm in vms]
    need = nodes_needed(sizes, NODE_TYPES[node_type], spare_nodes=_NO_SPARE if not running else 1)
    names = (tuple(sorted(vm.name or vm.id for vm in some)) for some in (running, vms))
    return InUse(len(hosts), next(names), need, next(names))
