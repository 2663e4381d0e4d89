"""What an estate holds in both Prism Centrals, made as a person would: tickets in the descriptions, and no markers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from prism import IpSubnet, PrismCentral, Reference
from prism.clustermgmt import Clusters
from prism.datapolicies import (
    DelayAction,
    LinearRetention,
    NetworkConfig,
    NetworkIpConfig,
    NetworkIpv4Config,
    NetworkMapping,
    NetworkMappings,
    ProtectionPolicies,
    ProtectionPolicy,
    RecoveryLocation,
    RecoveryPlan,
    RecoveryPlans,
    RecoveryStage,
    RecoveryStages,
    ReplicationConfiguration,
    ReplicationLocation,
    Schedule,
    StageAction,
)
from prism.networking import (
    ExternalSubnet,
    FloatingIp,
    FloatingIps,
    Nexthop,
    Route,
    Routes,
    RouteTables,
    Subnet,
    Subnets,
    VmNicAssociation,
    Vpc,
    Vpcs,
)
from prism.prism import Categories, Category, DomainManagers
from prism.vmm import Nic, Vm, Vms
from providers.base import dhcp_options, ip_config
from tests.estates.estate import Estate, Machine, Pair, Plan, Policy, Segment, Site

NAT, TRANSIT = "overlay-external-subnet-nat", "transit-vpc"
Centrals = Callable[[str], PrismCentral]
"""The Prism Central of a site."""


@dataclass(frozen=True)
class PrismIds:
    """The overlay of each site, and what is at the home site. ``addresses`` are the floating IPs' by VM."""

    overlays: Mapping[str, str]
    categories: Mapping[Pair, str]
    addresses: Mapping[str, str]


def build(estate: Estate, centrals: Centrals) -> PrismIds:
    """The overlays of both sites; categories, VMs, policies, plans and floating IPs of the home site."""
    overlays, segments = {}, {}
    for site in estate.sites:
        overlays[site.name], segments[site.name] = _overlay(estate, centrals(site.name))
    home = centrals(estate.home.name)
    categories = {
        pair: Categories(home).create(Category(key=pair[0], value=pair[1], description="made by ops"))
        for pair in estate.categories
    }
    managers = {site.name: _manager(centrals(site.name), site) for site in estate.sites}
    vms = {one.name: _machine(estate, one, categories, segments[estate.home.name], home) for one in estate.machines}
    for policy in estate.policies:
        ProtectionPolicies(home).create(_policy(estate, policy, categories, managers))
    for plan in estate.plans:
        _plan(estate, plan, categories, managers, overlays, home)
    addresses = {one.name: _floating(one, vms[one.name], home) for one in estate.with_floating_ip}
    return PrismIds(overlays, categories, addresses)


def _overlay(estate: Estate, client: PrismCentral) -> tuple[str, dict[str, str]]:
    external = Subnets(client).create(_external(estate, client))
    joined = [external, *([_nat(client).id] if estate.nat else [])]
    vpc = Vpcs(client).create(
        Vpc(
            name=estate.overlay,
            description=f"production overlay ({estate.ticket})",
            vpc_type="REGULAR",
            external_subnets=[ExternalSubnet(subnet_reference=one) for one in joined],
            externally_routable_prefixes=[IpSubnet.of(estate.prefix)],
        )
    )
    out = Nexthop(nexthop_type="EXTERNAL_SUBNET", nexthop_reference=external)
    default = Route(
        name="default", destination=IpSubnet.of("0.0.0.0/0"), nexthop=out, route_type="STATIC", vpc_reference=vpc
    )
    Routes(client, RouteTables(client).of_vpc(vpc).id).create(default)
    return vpc, {one.name: Subnets(client).create(_segment(one, vpc)) for one in estate.segments}


def _external(estate: Estate, client: PrismCentral) -> Subnet:
    transit = Vpcs(client).find_by_name(TRANSIT)
    assert transit is not None
    gateway, *pool = (estate.external_host(number) for number in (1, 10, 99))
    return Subnet(
        name=estate.external_name,
        description=f"no-NAT external subnet, change {estate.ticket}",
        subnet_type="OVERLAY",
        is_external=True,
        is_nat_enabled=False,
        vpc_reference=transit.id,
        ip_config=ip_config(estate.external_cidr, gateway, [pool]),
    )


def _nat(client: PrismCentral) -> Subnet:
    return next(one for one in Subnets(client).list() if one.name == NAT)


def _segment(segment: Segment, vpc: str) -> Subnet:
    return Subnet(
        name=segment.name,
        description="application network",
        subnet_type="OVERLAY",
        vpc_reference=vpc,
        ip_config=ip_config(segment.cidr, segment.host(1), [list(segment.pool)]),
        dhcp_options=dhcp_options([segment.dns], segment.domain),
    )


def _machine(
    estate: Estate,
    machine: Machine,
    categories: Mapping[Pair, str],
    segments: Mapping[str, str],
    client: PrismCentral,
) -> Vm:
    cluster = Clusters(client).find_by_name(estate.home.cluster)
    assert cluster is not None
    made = Vms(client).create(
        Vm(
            name=machine.name,
            cluster=Reference(ext_id=cluster.id),
            categories=[Reference(ext_id=categories[pair]) for pair in machine.categories],
            nics=[Nic.static(segments[estate.segment_of(machine).name], machine.address)],
        )
    )
    Vms(client).power_on(made)
    return Vms(client).get(made)


def _policy(
    estate: Estate, policy: Policy, categories: Mapping[Pair, str], managers: Mapping[str, str]
) -> ProtectionPolicy:
    home, away = estate.sites
    schedule: dict[str, Any] = {"recovery_point_objective_time_seconds": policy.rpo_seconds}
    if policy.rpo_seconds:
        retention = LinearRetention(local=policy.kept, remote=policy.kept)
        schedule |= {"recovery_point_type": "CRASH_CONSISTENT", "retention": retention}
    return ProtectionPolicy(
        name=policy.name,
        description=f"policy by ops, {estate.ticket}",
        category_ids=[categories[policy.category]],
        replication_locations=[
            ReplicationLocation(label=one.label, domain_manager_ext_id=managers[one.name], is_primary=one is home)
            for one in (home, away)
        ],
        replication_configurations=[
            ReplicationConfiguration(
                source_location_label=one.label, remote_location_label=other.label, schedule=Schedule(**schedule)
            )
            for one, other in ((home, away), (away, home))
        ],
    )


def _plan(
    estate: Estate,
    plan: Plan,
    categories: Mapping[Pair, str],
    managers: Mapping[str, str],
    overlays: Mapping[str, str],
    client: PrismCentral,
) -> None:
    home, away = (site.name for site in estate.sites)
    made = RecoveryPlans(client).create(
        RecoveryPlan(
            name=plan.name,
            description=f"plan by ops, {estate.ticket}",
            primary_location=RecoveryLocation(domain_manager_ext_id=managers[home]),
            recovery_location=RecoveryLocation(domain_manager_ext_id=managers[away]),
        )
    )
    for number, (pair, delay) in enumerate(plan.stages, 1):
        waits = [StageAction(config=DelayAction(delay_secs=delay))] if delay else []
        stage = RecoveryStage(category_ext_ids=[categories[pair]], priority=number, post_actions=waits)
        RecoveryStages(client, made).create(stage)
    for segment in estate.segments:
        ends = [_network(segment, overlays[name]) for name in (home, away)]
        NetworkMappings(client, made).create(NetworkMapping(primary_network=ends[0], recovery_network=ends[1]))


def _network(segment: Segment, vpc: str) -> NetworkConfig:
    ipv4 = NetworkIpv4Config(default_gateway_ip=segment.host(1), prefix_length=int(segment.cidr.rpartition("/")[2]))
    return NetworkConfig(subnet_name=segment.name, vpc=Reference(ext_id=vpc), ip_config=NetworkIpConfig(ipv4=ipv4))


def _floating(machine: Machine, vm: Vm, client: PrismCentral) -> str:
    nic = (vm.nics or [])[0].id
    made = FloatingIps(client).create(
        FloatingIp(
            name=f"fip-{machine.name}",
            description=machine.ticket,
            external_subnet_reference=_nat(client).id,
            association=VmNicAssociation(vm_nic_reference=nic),
        )
    )
    return FloatingIps(client).get(made).address


def _manager(client: PrismCentral, site: Site) -> str:
    return next(one.id for one in DomainManagers(client).list() if one.label == site.prism_central)
