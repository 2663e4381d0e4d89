"""VMs by name, and a failover away from a site that was cut off and is back."""

from __future__ import annotations

from prism import PrismCentral
from prism.networking import Subnets
from prism.prism import Categories
from prism.vmm import Vm, Vms
from tests.providers._sites import Workload, add_vm


def category(client: PrismCentral) -> str:
    found = Categories(client).find("DisasterRecovery", "Protected")
    assert found is not None
    return found.id


def add(workload: Workload, site: str, name: str, address: str) -> str:
    """A protected VM that runs."""
    client = workload.cloud.client(site)
    return add_vm(client, name, address, Subnets(client).get_by_name("workload-1").id, category(client))


def named(workload: Workload, site: str, name: str) -> Vm:
    return Vms(workload.cloud.client(site)).get_by_name(name)


def isolated_flip(workload: Workload) -> None:
    """Tokyo is cut off and goes on running; Osaka takes over; then Tokyo is back."""
    workload.cloud.links(tokyo="down")
    workload.osaka.up("osaka", "unplanned")
    workload.cloud.links(tokyo="up")
