"""A protected workload in Tokyo, recoverable in Osaka, and a stack at each site that holds one Failover."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from prism import Ipv4Address, PrismCentral, Reference
from prism.clustermgmt import Clusters
from prism.dataprotection import RecoveryPlanJobs
from prism.networking import Subnet, Subnets, Vpc, Vpcs
from prism.prism import Categories, Category, DomainManagers
from prism.vmm import Nic, NicIpv4Config, NicNetwork, Vm, Vms
from providers.base import ip_config
from providers.failover import FailoverProvider
from providers.protection_policy import ProtectionPolicyProvider
from providers.recovery_plan import RecoveryPlanProvider
from tests.providers._engine import Engine
from tests.providers.conftest import Cloud

SUBNET = "workload-1"
WORKLOAD = {"app-1": "172.30.1.11", "db-1": "172.30.1.12"}
SITES = {"tokyo": "pc-tokyo", "osaka": "pc-osaka"}


def accepting(flip: int, *risks: str) -> dict[str, Any]:
    """The operator accepts these risks for this flip."""
    return {"accepted_risks": {"flip": flip, "risks": list(risks)}}


def failover_inputs(site: str, active: str, mode: str, **more: Any) -> dict[str, Any]:
    """What the program of the stack of ``site`` declares."""
    return {
        "site": site,
        "active_site": active,
        "home_site": "tokyo",
        "recovery_plan": "workload-recovery",
        "category": {"key": "DisasterRecovery", "value": "Protected"},
        "sites": SITES,
        "mode": mode,
        "timeout_seconds": 20,
        "rpo_seconds": 3600,
        **more,
    }


@dataclass
class Stack:
    """One site's stack: its Failover, brought up in that site's environment."""

    cloud: Cloud
    site: str
    engine: Engine = field(init=False)
    peer: Stack | None = None
    """The other site's stack, whose outputs this one reads."""

    def __post_init__(self) -> None:
        self.engine = Engine(FailoverProvider, owner=f"nc2-dr/{self.site}/failover")

    def inputs(self, active: str, mode: str = "planned", **more: Any) -> dict[str, Any]:
        """What the program declares."""
        return failover_inputs(self.site, active, mode, **{**self.published(), **more})

    def published(self) -> dict[str, Any]:
        """What the other stack has published, if anything."""
        if self.peer is None or not self.peer.state:
            return {}
        told = {name: self.peer.state[name] for name in ("generation", "active_site")}
        taken_over = self.peer.state.get("taken_over")
        if taken_over and told["active_site"] == self.peer.site:
            told["taken_over"] = taken_over
        return {"others": told}

    def up(self, active: str, mode: str = "planned", **more: Any) -> str:
        """``pulumi up`` with this configuration."""
        self.cloud.enter(self.site)
        return self.engine.up(self.inputs(active, mode, **more))

    def preview(self, active: str, mode: str = "planned", **more: Any) -> bool | None:
        """``pulumi preview``: whether it would change something."""
        self.cloud.enter(self.site)
        return self.engine.diff(self.inputs(active, mode, **more)).changes

    def refresh(self) -> None:
        """``pulumi refresh``."""
        self.cloud.enter(self.site)
        assert self.engine.refresh()

    @property
    def state(self) -> dict[str, Any]:
        """What the state holds."""
        return self.engine.state


@dataclass
class Workload:
    """Both stacks, and a look at where the VMs run."""

    cloud: Cloud
    tokyo: Stack
    osaka: Stack

    def __post_init__(self) -> None:
        self.tokyo.peer, self.osaka.peer = self.osaka, self.tokyo

    def running(self, site: str) -> dict[str, str | None]:
        """Name and address of the VMs that run at the site."""
        vms = Vms(self.cloud.client(site)).list()
        return {str(vm.name): vm.ip for vm in vms if vm.power_state == "ON"}

    def off(self, site: str) -> list[str]:
        """Names of the VMs that are there but off."""
        return sorted(vm.label for vm in Vms(self.cloud.client(site)).list() if vm.power_state == "OFF")

    def jobs(self, site: str) -> list[str]:
        """Names of the failover jobs of the site, oldest first; validations left out."""
        jobs = RecoveryPlanJobs(self.cloud.client(site)).list()
        found = [job for job in jobs if job.action_type != "VALIDATE"]
        return [job.label for job in sorted(found, key=lambda job: str(job.start_time))]


def protected_workload(cloud: Cloud) -> Workload:
    """The VMs of WORKLOAD run in Tokyo, are protected, and both stacks have been up once."""
    subnets = {site: _network(cloud.client(site)) for site in SITES}
    client = cloud.client("tokyo")
    category = Categories(client).create(Category(key="DisasterRecovery", value="Protected"))
    _protect(cloud, category, {site: vpc for site, (vpc, _) in subnets.items()})
    for name, ip in WORKLOAD.items():
        add_vm(client, name, ip, subnets["tokyo"][1], category)
    workload = Workload(cloud, Stack(cloud, "tokyo"), Stack(cloud, "osaka"))
    assert workload.tokyo.up("tokyo") == "create"
    assert workload.osaka.up("tokyo") == "create"
    return workload


def add_vm(client: PrismCentral, name: str, ip: str, subnet: str, category: str, memory: int | None = None) -> str:
    """A running VM with a static address, and with this many bytes of memory."""
    cluster = next(c.id for c in Clusters(client).list() if not c.is_prism_central)
    address = NicIpv4Config(should_assign_ip=True, ip_address=Ipv4Address(value=ip))
    nic = Nic(nic_network_info=NicNetwork(nic_type="NORMAL_NIC", subnet=Reference(ext_id=subnet), ipv4_config=address))
    vm = Vm(
        name=name,
        description=f"The {name} of the shop",
        cluster=Reference(ext_id=cluster),
        memory_size_bytes=memory,
        categories=[Reference(ext_id=category)],
        nics=[nic],
    )
    vm_id = Vms(client).create(vm)
    Vms(client).power_on(vm_id)
    return vm_id


def _network(client: PrismCentral) -> tuple[str, str]:
    vpc = Vpcs(client).create(Vpc(name="workload"))
    subnet = Subnet(
        name=SUBNET,
        subnet_type="OVERLAY",
        vpc_reference=vpc,
        ip_config=ip_config("172.30.1.0/24", "172.30.1.1", [["172.30.1.200", "172.30.1.250"]]),
    )
    return vpc, Subnets(client).create(subnet)


def _protect(cloud: Cloud, category: str, vpcs: dict[str, str]) -> None:
    managers = {site: next(iter(DomainManagers(cloud.client(site)).list())).id for site in SITES}
    cloud.enter("tokyo")
    Engine(ProtectionPolicyProvider, owner="nc2-dr/tokyo/policy").up(
        {
            "name": "workload-protection",
            "category_ids": [category],
            "locations": [
                {"label": site, "domain_manager_id": managers[site], "is_primary": site == "tokyo"} for site in SITES
            ],
            "rpo_seconds": 3600,
            "retention_local": 2,
            "retention_remote": 2,
        }
    )
    networks = [
        {"vpc_id": vpcs[site], "subnet_name": SUBNET, "gateway": "172.30.1.1", "prefix_length": 24} for site in SITES
    ]
    Engine(RecoveryPlanProvider, owner="nc2-dr/tokyo/plan").up(
        {
            "name": "workload-recovery",
            "primary_domain_manager_id": managers["tokyo"],
            "recovery_domain_manager_id": managers["osaka"],
            "stages": [{"category_ids": [category], "delay_seconds": 1}],
            "network_mappings": [{"primary": networks[0], "recovery": networks[1]}],
        }
    )
