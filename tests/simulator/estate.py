"""Two paired sites with an overlay each, a protected category and a recovery plan between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.simulator.harness import (
    ACTIONS,
    JOBS,
    PLANS,
    POLICIES,
    SUBNETS,
    VMS,
    VPCS,
    Json,
    Prism,
    TaskFailed,
    subnet,
)
from tests.simulator.https import Reply


@dataclass
class Overlay:
    """The networks of one site."""

    prism: Prism
    vpc: str
    app: str
    test: str


@dataclass
class Estate:
    """Both sites, and what the plan is made of."""

    tokyo: Overlay
    osaka: Overlay
    category: str
    plan: str
    policy: str
    vms: list[str] = field(default_factory=list)

    def side(self, name: str) -> Overlay:
        return self.tokyo if name == "tokyo" else self.osaka

    def add_vm(self, name: str, ip: str, *, on: bool = True, **fields: Any) -> str:
        categories = fields.pop("categories", [{"extId": self.category}])
        vm_id = self.tokyo.prism.add_vm(name, self.tokyo.app, ip, on=on, categories=categories, **fields)
        self.vms.append(vm_id)
        return vm_id

    def begin_only(self, action: str, to: str = "osaka", **fields: Any) -> Reply:
        """Ask for an action of the plan and do not wait; the reply."""
        target = self.side(to).prism
        source = self.side("tokyo" if to == "osaka" else "osaka").prism
        direction = {
            "sourceDomainManagerExtId": source.model.domain_manager_id,
            "targetDomainManagerExtId": target.model.domain_manager_id,
        }
        body = {"name": f"{action}-{to}", "failoverDirections": [direction], **fields}
        return target.request("POST", f"{ACTIONS}/{self.plan}/$actions/{action}", body)

    def begin(self, action: str, to: str = "osaka", **fields: Any) -> Json:
        """Run an action of the plan; its task or, when that failed, the error."""
        try:
            return self.side(to).prism.task(self.begin_only(action, to, **fields))
        except TaskFailed as failed:
            return failed.error

    def close(self) -> None:
        """Let go of the connections."""
        self.tokyo.prism.close()
        self.osaka.prism.close()

    def run(self, action: str, to: str = "osaka", **fields: Any) -> Json:
        """Run an action of the plan to its end; its job."""
        self.begin(action, to, **fields)
        return self.jobs(to)[-1]

    def jobs(self, at: str = "osaka") -> list[Json]:
        return self.side(at).prism.list(JOBS, filter=f"recoveryPlanExtId eq '{self.plan}'")

    def errors(self, job: Json, at: str = "osaka") -> list[tuple[str, str]]:
        found = self.side(at).prism.list(f"{JOBS}/{job['extId']}/validation-errors")
        return [(error["errorGroup"], error["severity"]) for error in found]

    def steps(self, job: Json, at: str = "osaka") -> list[Json]:
        return self.side(at).prism.list(f"{JOBS}/{job['extId']}/execution-steps", limit=100)

    def power(self, at: str) -> dict[str, str]:
        """Name -> power state of a site's VMs."""
        return {vm["name"]: vm["powerState"] for vm in self.side(at).prism.list(VMS)}

    def addresses(self, at: str) -> dict[str, str]:
        """Name -> address of a site's VMs."""
        return {
            vm["name"]: vm["nics"][0]["nicNetworkInfo"]["ipv4Config"]["ipAddress"]["value"]
            for vm in self.side(at).prism.list(VMS)
        }


def overlay(prism: Prism, cidr: str = "172.30.1") -> Overlay:
    """A VPC with an application subnet and one for tests."""
    vpc = prism.create(VPCS, {"name": "workload"})
    app = prism.create(SUBNETS, subnet("app", vpc, f"{cidr}.0/24", f"{cidr}.1", (f"{cidr}.200", f"{cidr}.220")))
    test = prism.create(SUBNETS, subnet("app-test", vpc, "192.168.99.0/24", "192.168.99.1"))
    return Overlay(prism, vpc, app, test)


def policy(category: str, one: str, other: str, seconds: int = 3600) -> Json:
    """A protection policy between two domain managers, both ways."""
    schedule = {"recoveryPointObjectiveTimeSeconds": seconds, "retention": {"local": 2, "remote": 2}}
    return {
        "name": "protect",
        "categoryIds": [category],
        "replicationLocations": [
            {"label": "one", "domainManagerExtId": one, "isPrimary": True},
            {"label": "other", "domainManagerExtId": other, "isPrimary": False},
        ],
        "replicationConfigurations": [
            {"sourceLocationLabel": "one", "remoteLocationLabel": "other", "schedule": schedule},
            {"sourceLocationLabel": "other", "remoteLocationLabel": "one", "schedule": schedule},
        ],
    }


def mapping(tokyo: Overlay, osaka: Overlay) -> Json:
    """app to app, and both tests to app-test; addresses are kept."""
    networks = {
        f"{side}{kind}Network": {"subnetName": name, "vpc": {"extId": network.vpc}}
        for side, network in (("primary", tokyo), ("recovery", osaka))
        for kind, name in (("", "app"), ("Test", "app-test"))
    }
    return {"isIpMappingEnabled": True, **networks}


def build(tokyo: Prism, osaka: Prism, *, osaka_cidr: str = "172.30.1", delay: int = 0, seconds: int = 3600) -> Estate:
    """An estate without VMs. delay is the wait after the plan's only stage, seconds the recovery point objective."""
    sides = overlay(tokyo), overlay(osaka, osaka_cidr)
    managers = tokyo.model.domain_manager_id, osaka.model.domain_manager_id
    category = tokyo.category("protect", "gold")
    policy_id = tokyo.create(POLICIES, policy(category, *managers, seconds))
    locations = [{"domainManagerExtId": manager} for manager in managers]
    plan = tokyo.create(PLANS, {"name": "plan", "primaryLocation": locations[0], "recoveryLocation": locations[1]})
    stage: Json = {"entityType": "VM", "categoryExtIds": [category]}
    if delay:
        stage["postActions"] = [{"config": {"delaySecs": delay}}]
    tokyo.create(f"{PLANS}/{plan}/stages", stage)
    tokyo.create(f"{PLANS}/{plan}/network-mappings", mapping(*sides))
    return Estate(*sides, category, plan, policy_id)
