"""What a drill must not change at its site: a snapshot before the drill, one after it, and the comparison."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from operations.look import Check, Status, Survivor, describe
from prism.datapolicies import NetworkMappings, ProtectionPolicies, RecoveryPlans
from prism.networking import FloatingIps, Subnets, Vpcs
from prism.vmm import Vms

Facts = Mapping[str, str]
NAME = "production untouched"


@dataclass(frozen=True)
class Production:
    """What was seen, by a name for people. `unseen`: what could not be seen, and why."""

    seen: Facts
    unseen: Facts

    @classmethod
    def look(cls, survivor: Survivor) -> "Production":
        """VMs and their networks, floating IPs, networks, plans and policies, the gateways' routes."""
        seen: dict[str, str] = dict(_prism(survivor))
        unseen: dict[str, str] = {}
        try:
            seen |= _routes(survivor)
        except (BotoCoreError, ClientError) as error:
            unseen["routes of the transit gateways"] = str(error)
        return cls(seen, unseen)

    def compared(self, after: "Production", site: str) -> list[Check]:
        """One check that passed, or one per thing that has changed."""
        todo = f"Prism Central and CloudTrail of {site} show who changed it while the drill ran."
        changed = sorted(name for name, was in self.seen.items() if after.seen.get(name) != was)
        checks = [
            Check.of(NAME, name, after.seen.get(name, "gone"), good=False, expected=self.seen[name], what_to_do=todo)
            for name in changed
        ]
        for name in sorted(after.seen.keys() - self.seen.keys()):
            checks.append(Check(NAME, Status.WARN, name, f"new: {after.seen[name]}", "not there", todo))
        for name, why in {**self.unseen, **after.unseen}.items():
            checks.append(Check.unknown(NAME, name, why, "Check the AWS endpoint and credentials, then drill again."))
        return checks or [Check.of(NAME, site, f"{len(self.seen)} objects unchanged", good=True, expected="no change")]


def _prism(survivor: Survivor) -> Iterator[tuple[str, str]]:
    prism = survivor.prism
    for vm in Vms(prism).list():
        nics = sorted(f"{nic.ip or 'no address'} in {nic.subnet_id}" for nic in vm.nics or [])
        categories = sorted(category.ext_id for category in vm.categories or [])
        yield f"VM {vm.label} ({vm.id})", f"{vm.power_state}; {', '.join(nics)}; categories {len(categories)}"
    for floating in FloatingIps(prism).list():
        yield f"floating IP {floating.address or floating.id}", floating.nic_id or "leads nowhere"
    for subnet in Subnets(prism).list():
        yield f"subnet {subnet.label} ({subnet.id})", _words(subnet.ip_config)
    for vpc in Vpcs(prism).list():
        yield f"VPC {vpc.label} ({vpc.id})", _words(vpc.externally_routable_prefixes)
    for policy in ProtectionPolicies(prism).list():
        yield f"protection policy {policy.label} ({policy.id})", _words(policy.replication_configurations)
    for plan in RecoveryPlans(prism).list():
        mappings = sorted(mapping.label for mapping in NetworkMappings(prism, plan.id).list())
        yield f"recovery plan {plan.label} ({plan.id})", ", ".join(mappings)


def _routes(survivor: Survivor) -> dict[str, str]:
    """Where each gateway's route table leads the workload's prefixes, and no others."""
    prefixes = [IPv4Network(prefix) for prefix in survivor.model.overlay.externally_routable_prefixes]
    return {
        f"route of {route.destination} in {table.id}": f"{route.target} ({route.state})"
        for table in describe(survivor.aws("ec2")).tables
        for route in table.routes
        if any(route.destination.overlaps(prefix) for prefix in prefixes)
    }


def _words(value: Any) -> str:
    return ", ".join(str(getattr(item, "body", lambda item=item: item)()) for item in value or []) or "nothing"
