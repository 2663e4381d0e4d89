"""Both sites as their stacks leave them: overlay, test network, policy, plan, and the machines of Tokyo."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from local_cloud.workload import machines, seed
from operations.look import Survivor
from operations.run import Project
from prism import PrismCentral
from prism.networking import Subnet, Subnets, Vpc, Vpcs
from prism.prism import Categories, Category, DomainManagers
from prism.vmm import Vms
from providers.base import ip_config
from providers.protection_policy import ProtectionPolicyProvider
from providers.recovery_plan import RecoveryPlanProvider
from simulator import Running, SiteSpec, World, serve
from simulator.prism.world import presence
from tests.providers._engine import Engine
from topology import SiteModel, build

HOME, OTHER = "tokyo", "osaka"
NOWHERE = "http://127.0.0.1:1"


@dataclass
class Estate:
    """`aws` is the endpoint of both regions; `changes` are put over the project's configuration."""

    world: World
    running: Running
    aws: str = NOWHERE
    changes: dict[str, Any] = field(default_factory=dict)
    _clients: dict[str, PrismCentral] = field(default_factory=dict)

    def environment(self, site: str) -> dict[str, str]:
        return {
            "PRISM_ENDPOINT": self.running.endpoints[site],
            "PRISM_USERNAME": self.running.username,
            "PRISM_PASSWORD": self.running.password,
            "PRISM_CA_BUNDLE": self.running.ca_bundle,
            "PRISM_RATE_LIMIT": "10000",
            "AWS_ENDPOINT_URL": self.aws,
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
        }

    def client(self, site: str) -> PrismCentral:
        if site not in self._clients:
            self._clients[site] = PrismCentral.from_environment(self.environment(site))
        return self._clients[site]

    def model(self, site: str) -> SiteModel:
        configuration = Project.here().configuration(site)
        for key, value in self.changes.items():
            configuration[key] = configuration[key] | value if isinstance(value, dict) else value
        return build(configuration, site, "nc2-dr")

    def survivor(self, site: str = OTHER) -> Survivor:
        return Survivor(self.model(site), Project.here(), self.environment(site))

    def control(self, site: str, nodes: int) -> None:
        """Take the cluster of a site away, or make a new one."""
        if nodes:
            presence.bring(self.world.site(site), nodes)
        else:
            presence.take_away(self.world.site(site))

    def running_at(self, site: str) -> dict[str, str | None]:
        return {vm.label: vm.ip for vm in Vms(self.client(site)).list() if vm.power_state == "ON"}

    def arrange(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Everything that the two stacks make in Prism, and the machines."""
        vpcs = {site: self._networks(site) for site in (HOME, OTHER)}
        protected = self.model(HOME).protection.category
        category = Categories(self.client(HOME)).create(Category(key=protected.key, value=protected.value))
        for name, value in self.environment(HOME).items():
            monkeypatch.setenv(name, value)
        self._protect(category, vpcs)
        model = self.model(HOME)
        seed(self.client(HOME), model, machines(model))

    def _networks(self, site: str) -> dict[str, str]:
        client, overlay = self.client(site), self.model(site).overlay
        made = {"": Vpcs(client).create(Vpc(name=overlay.vpc))}
        subnets = [(made[""], subnet) for subnet in overlay.subnets]
        if overlay.test_vpc:
            made["test"] = Vpcs(client).create(Vpc(name=overlay.test_vpc))
            subnets += [(made["test"], subnet) for subnet in overlay.test_subnets]
        for vpc, subnet in subnets:
            pools = [list(pool) for pool in subnet.dhcp_pools]
            config = ip_config(subnet.cidr, subnet.gateway, pools)
            Subnets(client).create(Subnet(name=subnet.name, subnet_type="OVERLAY", vpc_reference=vpc, ip_config=config))
        return made

    def _protect(self, category: str, vpcs: dict[str, dict[str, str]]) -> None:
        model = self.model(HOME)
        managers = {site: next(iter(DomainManagers(self.client(site)).list())).id for site in vpcs}
        Engine(ProtectionPolicyProvider, owner="nc2-dr/tokyo/policy").up(
            {
                "name": model.protection.policy,
                "category_ids": [category],
                "locations": [
                    {"label": site, "domain_manager_id": managers[site], "is_primary": site == HOME} for site in vpcs
                ],
                "rpo_seconds": model.protection.rpo_seconds,
                "retention_local": 2,
                "retention_remote": 2,
            }
        )
        Engine(RecoveryPlanProvider, owner="nc2-dr/tokyo/plan").up(
            {
                "name": model.protection.recovery_plan,
                "primary_domain_manager_id": managers[HOME],
                "recovery_domain_manager_id": managers[OTHER],
                "stages": [{"category_ids": [category], "delay_seconds": 0}],
                "network_mappings": list(self._mappings(vpcs)),
            }
        )

    def _mappings(self, vpcs: dict[str, dict[str, str]]) -> Iterator[dict[str, Any]]:
        overlay = self.model(HOME).overlay
        for subnet in overlay.subnets:
            ends = {"gateway": subnet.gateway, "prefix_length": subnet.prefix_length}
            mapping = {
                end: {**ends, "subnet_name": subnet.name, "vpc_id": vpcs[site][""]}
                for end, site in (("primary", HOME), ("recovery", OTHER))
            }
            if overlay.test_vpc:
                name = f"{subnet.name}-test"
                for end, site in (("primary_test", HOME), ("recovery_test", OTHER)):
                    mapping[end] = {**ends, "subnet_name": name, "vpc_id": vpcs[site]["test"]}
            yield mapping


@contextmanager
def estate(
    monkeypatch: pytest.MonkeyPatch, tls_dir: Path, clock: str = "immediate", recover_seconds: float = 0.0
) -> Iterator[Estate]:
    """An estate in this process, arranged."""
    monkeypatch.setattr("prism.waiting.FIRST_PAUSE", 0.001)
    monkeypatch.setattr("prism.waiting.LONGEST_PAUSE", 0.01)
    sites = [SiteSpec(HOME, "ap-northeast-1"), SiteSpec(OTHER, "ap-northeast-3")]
    world = World(sites, seed=1, task_clock=clock)
    with serve(world, tls_dir) as running:
        made = Estate(world, running)
        made.arrange(monkeypatch)
        if recover_seconds:
            world.set_ordered(recover_seconds=recover_seconds)
        yield made
