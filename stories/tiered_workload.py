"""What the stories of two tiers protect: twenty VMs, and the configuration for them."""

from dataclasses import dataclass, replace
from typing import Any

from operations import OperationsError
from operations.run import Project
from prism import PrismCentral, Reference
from prism.clustermgmt import Clusters
from prism.networking import Subnets, Vpcs
from prism.prism import Categories
from prism.vmm import Disk, DiskBacking, Nic, Vm, Vms
from topology import Category, SiteModel

GIB = 2**30
NODE_TYPE, STANDBY_NODES, HOME_NODES = "i4i.metal", 3, 6
TARGET = "reports-1"
_SHORT, _LONG = 6, 14
_TIER = Category("RecoveryTier", "Long")
_STAGES = (Category("StartOrder", "Databases"), Category("StartOrder", "Applications"))
_STORE = "nc2-dr-recovery-points"


@dataclass(frozen=True)
class Machine:
    """A VM of one of the tiers. `stage`: the wave of the bucket's tier in which it starts; None: the last wave."""

    name: str
    address: str
    short: bool
    memory_gib: int
    vcpus: int
    disk_gib: int
    stage: Category | None = None


def _machines() -> tuple[Machine, ...]:
    names = ("web-1", "web-2", "db-1", "app-1", "app-2", "app-3")
    short = [Machine(name, f"172.30.1.{34 + n}", True, 64, 16, 500) for n, name in enumerate(names)]
    stages = [_STAGES[0]] * 4 + [_STAGES[1]] * 6 + [None] * (_LONG - 10)
    long = [
        Machine(f"batch-{n:02}", f"172.30.1.{60 + n}", False, 288, 32, 2000, stage)
        for n, stage in enumerate(stages, start=1)
    ]
    # One of them is a target of the load balancer: it has users as soon as it is restored.
    long[-1] = replace(long[-1], name=TARGET)
    return (*short[:_SHORT], *long)


MACHINES = _machines()


def configure(project: Project) -> None:
    """Write tiers, store, nodes and addresses into the project's Pulumi.yaml, as an operator would."""
    model = project.model(project.sites()[0])
    home, away = model.home.name, next(site for site in model.sites if site != model.home.name)
    large = {"mode": "warm-standby", "nodeType": NODE_TYPE, "activeNodes": HOME_NODES}
    small = {"mode": "pilot-light", "nodeType": NODE_TYPE, "activeNodes": STANDBY_NODES, "standbyNodes": STANDBY_NODES}
    project.set(f"sites.{home}.compute", large)
    project.set(f"sites.{away}.compute", small)
    if model.load_balancer:
        project.set("loadBalancer.targets", [*project.configuration()["loadBalancer"]["targets"], TARGET])
    addresses = [{"vm": machine.name, "address": machine.address} for machine in MACHINES]
    project.set("overlay.staticAddresses", addresses)
    project.set("protection.tiers", [_tier()])
    project.set("recoveryPointStore", {"name": _STORE, "objectLockDays": 7})


def seed(prism: PrismCentral, model: SiteModel) -> None:
    """Create and power on the VMs that are not there, each in its tier. The site's stack must have been upped."""
    cluster = next(cluster for cluster in Clusters(prism).list() if cluster.label == model.me.cluster)
    vpc = Vpcs(prism).find_by_name(model.overlay.vpc)
    subnet = next(one for one in Subnets(prism).list() if vpc and one.vpc_reference == vpc.id)
    there = {vm.label for vm in Vms(prism).list()}
    for machine in MACHINES:
        if machine.name in there:
            continue
        backing = {"$objectType": "vmm.v4.ahv.config.VmDisk", "diskSizeBytes": machine.disk_gib * GIB}
        vm = Vm(
            name=machine.name,
            cluster=Reference(ext_id=cluster.id),
            memory_size_bytes=machine.memory_gib * GIB,
            num_sockets=machine.vcpus,
            num_cores_per_socket=1,
            disks=[Disk(backing_info=DiskBacking.model_validate(backing))],
            categories=[_reference(prism, category) for category in _categories(machine, model)],
            nics=[Nic.static(subnet.id, machine.address)],
        )
        Vms(prism).power_on(Vms(prism).create(vm))


def _categories(machine: Machine, model: SiteModel) -> list[Category]:
    if machine.short:
        return [model.protection.category]
    return [_TIER, *([machine.stage] if machine.stage else [])]


def _reference(prism: PrismCentral, category: Category) -> Reference:
    found = Categories(prism).find(category.key, category.value)
    if found is None:
        raise OperationsError(f"There is no category {category.key}:{category.value} yet: up the home stack first.")
    return Reference(ext_id=found.id)


def _tier() -> dict[str, Any]:
    return {
        "name": "long-rto",
        "category": {"key": _TIER.key, "value": _TIER.value},
        "destination": "recovery-point-store",
        "policy": "workload-to-store",
        "rpoSeconds": 3600,
        "rtoSeconds": 14400,
        "retention": {"local": 1, "remote": 24},
        "stages": [{"category": {"key": stage.key, "value": stage.value}} for stage in _STAGES],
    }
