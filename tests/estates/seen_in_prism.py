"""All that a Prism Central shows of networks, VMs and protection. What belongs together is told by name, not by id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prism import PrismCentral
from prism.datapolicies import NetworkMappings, ProtectionPolicies, RecoveryPlans, RecoveryStages
from prism.networking import FloatingIps, Routes, RouteTables, Subnets, Vpcs
from prism.prism import Categories
from prism.vmm import Vms
from tests.estates.snapshot import Held


def networks(client: PrismCentral) -> Held:
    """VPCs with what they are joined to, their routes, subnets and floating IPs."""
    subnets = {one.id: one.label for one in Subnets(client).list()}
    vpcs = {one.id: one.label for one in Vpcs(client).list()}
    for vpc in Vpcs(client).list():
        joined = sorted(subnets.get(one.subnet_reference, "?") for one in vpc.external_subnets or [])
        seen = {"description": vpc.description, "joined": joined}
        prefixes = sorted(str(one) for one in vpc.externally_routable_prefixes or [])
        yield f"VPC '{vpc.label}' {vpc.id}", {**seen, "prefixes": prefixes, "dns": _dump(vpc.common_dhcp_options)}
    for table in RouteTables(client).list():
        of = vpcs.get(table.vpc_reference or "", "?")
        for route in Routes(client, table.id).list():
            way = route.nexthop and subnets.get(route.nexthop.nexthop_reference or "", "?")
            yield f"route '{route.label}' {route.id} of VPC '{of}'", {"to": str(route.destination), "by": way}
    for subnet in Subnets(client).list():
        ip, dhcp = [_dump(one) for one in subnet.ip_config or []], _dump(subnet.dhcp_options)
        told = {"description": subnet.description, "ip": ip, "dhcp": dhcp, "nat": subnet.is_nat_enabled}
        yield f"subnet '{subnet.label}' {subnet.id}", told
    for one in FloatingIps(client).list():
        seen = {"description": one.description, "name": one.name, "private": one.private_ip, "nic": one.nic_id}
        yield f"floating IP {one.address}", seen


def machines(client: PrismCentral) -> Held:
    """VMs with power, NICs and categories. Two copies of one name are told apart by their ids."""
    names = {one.id: one.label for one in Categories(client).list()}
    for vm in Vms(client).list():
        nics = [f"{nic.ip} in {nic.subnet_id} {nic.id}" for nic in vm.nics or []]
        within = sorted(names.get(one.ext_id, "?") for one in vm.categories or [])
        seen = {"description": vm.description, "power": vm.power_state, "nics": nics, "categories": within}
        yield f"VM '{vm.label}' {vm.id}", seen


def protection(client: PrismCentral) -> Held:
    """Categories of people, policies with their schedules, plans with their stages and networks."""
    names = {one.id: one.label for one in Categories(client).list()}
    for category in Categories(client).list():
        if category.type == "USER":
            yield f"category '{category.label}' {category.id}", {"description": category.description}
    for policy in ProtectionPolicies(client).list():
        within = sorted(names.get(one, "?") for one in policy.category_ids or [])
        ways = [_dump(one) for one in policy.replication_configurations or []]
        seen = {"description": policy.description, "categories": within, "schedules": ways}
        yield f"policy '{policy.label}' {policy.id}", seen
    for plan in RecoveryPlans(client).list():
        stages = [
            {"number": one.priority, "of": sorted(names.get(id, "?") for id in one.category_ext_ids or [])}
            | {"waits": one.delay_seconds}
            for one in sorted(RecoveryStages(client, plan.id).list(), key=lambda stage: stage.priority or 0)
        ]
        mapped = sorted(one.label for one in NetworkMappings(client, plan.id).list())
        yield f"plan '{plan.label}' {plan.id}", {"description": plan.description, "stages": stages, "networks": mapped}


def _dump(model: Any) -> Mapping[str, Any] | None:
    return model.model_dump(exclude_none=True, mode="json") if model is not None else None
