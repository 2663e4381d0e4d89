"""A workload in Tokyo whose recovery points go to a bucket, and Osaka's stack, which restores it from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from prism import PrismCentral, Reference
from prism.clustermgmt import Clusters
from prism.dataprotection import RecoveryPointStores
from prism.prism import Categories, Category, DomainManagers
from prism.vmm import Disk, DiskBacking, Nic, Vm, Vms
from providers.protection_policy import ProtectionPolicyProvider
from providers.store_recovery import StoreRecoveryProvider
from simulator import SiteSpec
from simulator.prism.model import RecoveryPointStore
from tests.providers._engine import Engine
from tests.providers._sites import _network
from tests.providers.conftest import Cloud

GIB = 2**30
make_network = _network
STORE, BUCKET = "dr-store", "nc2-dr-recovery-points"
STAGES = ("Database", "Application")
MACHINES = {
    "db-1": ("172.30.1.21", "Database"),
    "app-1": ("172.30.1.22", "Application"),
    "batch-1": ("172.30.1.23", ""),
}
NODE = {"name": "i4i.metal", "vcpus": 256, "memory_bytes": 16 * GIB, "storage_bytes": 1024 * GIB}


def store_sites(nodes: int = 3, node_gib: int = 16) -> tuple[SiteSpec, SiteSpec]:
    """Both sites with a store on one bucket; Osaka with so many nodes."""
    store = (RecoveryPointStore(STORE, BUCKET),)
    return (
        SiteSpec("tokyo", "ap-northeast-1", recovery_point_stores=store),
        SiteSpec(
            "osaka",
            "ap-northeast-3",
            recovery_point_stores=store,
            nodes=nodes,
            node_memory_bytes=node_gib * GIB,
        ),
    )


@dataclass
class StoreWorkload:
    """Osaka's StoreRecovery, and a look at what runs."""

    cloud: Cloud
    engine: Engine = field(init=False)
    subnet: str = ""
    category: str = ""
    stages: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.engine = Engine(StoreRecoveryProvider, owner="nc2-dr/osaka/store-recovery")

    def inputs(self, active: str, **more: Any) -> dict[str, Any]:
        """What the program of Osaka declares."""
        tier = {
            "name": "long-rto",
            "category": {"key": "Tier", "value": "Long"},
            "rpo_seconds": 3600,
            "stages": [{"category": {"key": "Stage", "value": stage}} for stage in STAGES],
        }
        return {
            "site": "osaka",
            "active_site": active,
            "prism_central": "pc-osaka",
            "store": STORE,
            "clusters": ["nc2-osaka"],
            "vpc": "workload",
            "tiers": [tier],
            "mode": "unplanned",
            "generation": 1,
            "node": NODE,
            **more,
        }

    def up(self, active: str, **more: Any) -> str:
        """``pulumi up`` on Osaka's stack with this configuration."""
        self.cloud.enter("osaka")
        return self.engine.up(self.inputs(active, **more))

    def preview(self, active: str, **more: Any) -> bool | None:
        """``pulumi preview``: whether it would change something."""
        self.cloud.enter("osaka")
        return self.engine.diff(self.inputs(active, **more)).changes

    def add(self, name: str, address: str, stage: str = "", gib: int = 4, vcpus: int = 2, disk_gib: int = 20) -> str:
        """A running VM in Tokyo, in the tier."""
        client = self.cloud.client("tokyo")
        categories = [self.category, *([self.stages[stage]] if stage else [])]
        return add_vm(client, name, address, self.subnet, categories, gib, vcpus, disk_gib)

    def running(self, site: str = "osaka") -> dict[str, str | None]:
        """Name and address of the VMs that run at the site."""
        return {vm.label: vm.ip for vm in self.vms(site) if vm.power_state == "ON"}

    def vms(self, site: str = "osaka") -> list[Vm]:
        """All VMs of the site."""
        return list(Vms(self.cloud.client(site)).list())

    def restores(self) -> list[str]:
        """The names of VMs that were made in Osaka, in order, each as often as it was."""
        return [event["name"] for event in self.events("recovered")]

    def powered_on(self) -> list[str]:
        """The names of VMs that were started in Osaka, in order."""
        return [event["name"] for event in self.events("powered_on")]

    def events(self, kind: str) -> list[dict[str, Any]]:
        """What happened to VMs in Osaka, of one kind."""
        return [event for event in self.cloud.world.events.after(0, "osaka") if event["event"] == f"vm.{kind}"]

    def fault(self, **order: Any) -> None:
        """A fault at Osaka's Prism Central."""
        self.cloud.control("POST", "faults", order, site="osaka")


def add_vm(
    client: PrismCentral,
    name: str,
    address: str,
    subnet: str,
    categories: Sequence[str],
    gib: int,
    vcpus: int,
    disk_gib: int,
) -> str:
    """A running VM with a static address and a size."""
    cluster = next(c.id for c in Clusters(client).list() if not c.is_prism_central)
    backing = DiskBacking.model_validate({"$objectType": "vmm.v4.ahv.config.VmDisk", "diskSizeBytes": disk_gib * GIB})
    vm = Vm(
        name=name,
        description=f"The {name} of the shop",
        cluster=Reference(ext_id=cluster),
        memory_size_bytes=gib * GIB,
        num_sockets=vcpus,
        num_cores_per_socket=1,
        disks=[Disk(backing_info=backing)],
        categories=[Reference(ext_id=category) for category in categories],
        nics=[Nic.static(subnet, address)],
    )
    vm_id = Vms(client).create(vm)
    Vms(client).power_on(vm_id)
    return vm_id


def store_workload(cloud: Cloud, machines: dict[str, tuple[str, str]] = MACHINES, gib: int = 4) -> StoreWorkload:
    """The machines run in Tokyo and have a recovery point in the bucket; Osaka's stack has been up once."""
    client = cloud.client("tokyo")
    workload = StoreWorkload(cloud)
    workload.subnet = make_network(client)[1]
    make_network(cloud.client("osaka"))
    workload.category = Categories(client).create(Category(key="Tier", value="Long"))
    workload.stages = {stage: Categories(client).create(Category(key="Stage", value=stage)) for stage in STAGES}
    manager = next(iter(DomainManagers(client).list())).id
    store = next(iter(RecoveryPointStores(client).list())).id
    cloud.enter("tokyo")
    Engine(ProtectionPolicyProvider, owner="nc2-dr/tokyo/policy").up(
        {
            "name": "to-the-store",
            "category_ids": [workload.category],
            "locations": [
                {"label": "tokyo", "domain_manager_id": manager, "is_primary": True},
                {"label": "store", "domain_manager_id": manager, "recovery_point_store_id": store},
            ],
            "rpo_seconds": 3600,
            "retention_local": 2,
            "retention_remote": 3,
        }
    )
    for name, (address, stage) in machines.items():
        workload.add(name, address, stage, gib)
    cloud.world.advance()
    assert workload.up("tokyo") == "create"
    return workload
