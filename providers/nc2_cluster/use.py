"""What of a site's cluster is in use, as its Prism Central shows it: the nodes it has, and those its VMs need."""

from __future__ import annotations

from dataclasses import dataclass

from prism import PrismCentral
from prism.clustermgmt import Clusters, Hosts
from prism.vmm import Vms
from topology.compute.node_need import NodeNeed, VmSize, nodes_needed
from topology.compute.node_type import NODE_TYPES

# A node more than the VMs of a standby need is no reason to keep it.
_NO_SPARE = 0


@dataclass(frozen=True)
class InUse:
    """`nodes` that Prism Central shows for the cluster; `running` VMs by name; `need` what they take; `all` VMs."""

    nodes: int
    running: tuple[str, ...]
    need: NodeNeed
    all: tuple[str, ...]


def in_use(client: PrismCentral, cluster: str, node_type: str) -> InUse | None:
    """What is in use; None where Prism Central does not show the cluster. Raises OperatorError."""
    found = next((one for one in Clusters(client).list() if one.name == cluster and not one.is_prism_central), None)
    if found is None:
        return None
    hosts = [host for host in Hosts(client).list() if host.cluster is None or host.cluster.uuid == found.id]
    vms = list(Vms(client).list())
    running = [vm for vm in vms if vm.power_state == "ON"]
    sizes = [VmSize(vm.vcpus, vm.memory_size_bytes or 0, 0) for vm in running]
    # The disks of VMs that are off take room as well.
    sizes += [VmSize(0, 0, vm.disk_bytes) for vm in vms]
    need = nodes_needed(sizes, NODE_TYPES[node_type], spare_nodes=_NO_SPARE if not running else 1)
    names = (tuple(sorted(vm.name or vm.id for vm in some)) for some in (running, vms))
    return InUse(len(hosts), next(names), need, next(names))
