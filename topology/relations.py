"""Problems between sections whose values are right by themselves."""

from collections.abc import Iterator

from topology.choices import Platform
from topology.compute.zero_compute import zero_compute_problems
from topology.config import (
    DnsConfig,
    Ec2VpcConfig,
    FirewallConfig,
    LoadBalancerConfig,
    MigrationConfig,
    OnPremisesConfig,
    OverlayConfig,
    ProtectionConfig,
    RecoveryPointStoreConfig,
    Settings,
)
from topology.errors import Problem
from topology.ingress.dns import dns_problems
from topology.ingress.firewall import firewall_problems
from topology.ingress.load_balancer_problems import load_balancer_problems
from topology.migration.ec2_vpc import ec2_vpc_problems
from topology.migration.migration import migration_problems
from topology.network.overlay_problems import overlap_problems, overlay_problems, test_vpc_problems, vpc_name_problems
from topology.on_premises.problems import on_premises_problems
from topology.parse import Sections
from topology.protection.flip import flip_problems
from topology.protection.protection import protection_problems
from topology.protection.recovery_point_store import recovery_point_store_problems
from topology.site.partitions import partition_problems
from topology.site.site import site_problems


def _stack_problems(sections: Sections, stack: str) -> Iterator[Problem]:
    if sections.site_names and stack not in sections.site_names:
        expected = f"expected a stack named after its site, {' or '.join(sections.site_names)}"
        yield Problem.with_value("stack", stack, expected)


def relation_problems(sections: Sections, stack: str) -> Iterator[Problem]:
    """Problems between values that are right by themselves."""
    yield from _stack_problems(sections, stack)
    overlay, protection = sections.get(OverlayConfig), sections.get(ProtectionConfig)
    ec2_vpc, store = sections.get(Ec2VpcConfig), sections.get(RecoveryPointStoreConfig)
    yield from site_problems(sections.sites)
    yield from partition_problems(sections)
    yield from overlap_problems(sections.sites, overlay)
    if overlay is not None:
        yield from overlay_problems(overlay)
        yield from vpc_name_problems(sections.sites, overlay)
        yield from test_vpc_problems(sections.sites, overlay)
    if protection is not None:
        with_store = store is not None or sections.is_faulty("recoveryPointStore")
        yield from protection_problems(protection, with_store=with_store)
    if store is not None:
        yield from recovery_point_store_problems(store)
    if ec2_vpc is not None:
        yield from ec2_vpc_problems(ec2_vpc, sections.sites, overlay)
    migration = sections.get(MigrationConfig)
    if migration is not None:
        yield from migration_problems(migration, ec2_vpc, sections.is_faulty("ec2Vpc"))
    yield from on_premises_problems(sections.get(OnPremisesConfig), sections.sites, overlay, ec2_vpc)
    yield from _ingress_problems(sections)
    if sections.settings is not None:
        yield from zero_compute_problems(sections.sites, sections.settings.home_site, protection)
        yield from _settings_problems(sections.settings, sections)


def _ingress_problems(sections: Sections) -> Iterator[Problem]:
    balancer, dns, firewall = sections.get(LoadBalancerConfig), sections.get(DnsConfig), sections.get(FirewallConfig)
    balanced = balancer is not None or sections.is_faulty("loadBalancer")
    if balancer is not None:
        yield from load_balancer_problems(balancer, sections.sites, sections.get(OverlayConfig))
    if dns is not None:
        yield from dns_problems(dns, balanced)
    if firewall is not None:
        yield from firewall_problems(firewall, balanced)


def _settings_problems(settings: Settings, sections: Sections) -> Iterator[Problem]:
    yield from flip_problems(settings)
    if settings.workload_platform is Platform.EC2:
        yield from _ec2_problems(settings, sections)


def _ec2_problems(settings: Settings, sections: Sections) -> Iterator[Problem]:
    ec2_vpc = sections.get(Ec2VpcConfig)
    if ec2_vpc is None:
        if not sections.is_faulty("ec2Vpc"):
            expected = "is missing: expected site, cidr and availabilityZones, for workloadPlatform: ec2"
            yield Problem("ec2Vpc", expected)
    elif settings.active_region != ec2_vpc.site:
        expected = (
            f"expected {ec2_vpc.site}, the site of the EC2 VPC, while workloadPlatform is ec2; "
            "instances on EC2 cannot fail over: migrate first, then set workloadPlatform: nc2"
        )
        yield Problem.with_value("activeRegion", settings.active_region, expected)
