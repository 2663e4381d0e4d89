"""The nodes of the cluster, and the node that each running VM is on."""

from __future__ import annotations

from simulator.prism.model import Json, Record, Site, nouns, reference

# assumed: the memory that a node without a limit shows; it is that of an i4i.metal.
_SHOWN_MEMORY = 1024 * 2**30
_CORES, _SOCKETS = 64, 2


def resize(site: Site, count: int) -> None:
    """Add nodes, or remove the last ones; the running VMs of those move to other nodes.

    assumed: nodes are added and removed at once. Raises ValueError for less than one node.
    """
    if count < 1:
        raise ValueError(f"expected 1 node or more, not {count}")
    hosts = site.store.all("host")
    for number in range(len(hosts) + 1, count + 1):
        _add(site, number)
    for host in hosts[count:]:
        site.store.remove(host)
    for host in hosts[count:]:
        for vm in site.store.all("vm"):
            if vm.data.get("host") == reference(host.ext_id):
                settle(site, vm, on=True)
                site.store.touch(vm)


def settle(site: Site, vm: Record, *, on: bool) -> None:
    """Put a VM that is powered on onto the node with the fewest VMs. A VM that is powered off is on no node."""
    vm.data.pop("host", None)
    hosts = site.store.all("host")
    if on and hosts:
        vm.data["host"] = reference(min((host.ext_id for host in hosts), key=site.vms.load))


def _add(site: Site, number: int) -> None:
    ext_id = site.world.new_id()
    data: Json = {
        "$objectType": nouns()["host"].object_type,
        "$reserved": {},
        "extId": ext_id,
        "hostName": f"{site.spec.cluster_name}-node-{number}",
        "hostType": "HYPER_CONVERGED",
        "cluster": {"uuid": site.cluster_id, "name": site.spec.cluster_name},
        "memorySizeBytes": site.spec.node_memory_bytes or _SHOWN_MEMORY,
        "numberOfCpuCores": _CORES,
        "numberOfCpuThreads": 2 * _CORES,
        "numberOfCpuSockets": _SOCKETS,
        "nodeStatus": "NORMAL",
        "hypervisor": {"type": "AHV", "state": "ACROPOLIS_NORMAL"},
    }
    site.store.add(Record("host", ext_id, data, site.cluster_id))
