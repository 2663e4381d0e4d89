"""The site model out of a configuration: the only place where the configuration's meaning is decided."""

from collections.abc import Collection, Iterator, Mapping

from topology.choices import Platform
from topology.compute.zero_compute import zero_compute_problems
from topology.config import (
    AcceptedRisksConfig,
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
from topology.errors import ConfigurationError, Problem
from topology.ingress.dns import build_dns, dns_problems
from topology.ingress.firewall import build_firewall, firewall_problems
from topology.ingress.load_balancer import build_load_balancer, load_balancer_problems
from topology.migration.ec2_vpc import build_ec2_vpc, ec2_vpc_problems
from topology.migration.migration import build_migration, migration_problems
from topology.model import SiteModel
from topology.network.overlay import Overlay, build_overlay
from topology.network.overlay_problems import overlap_problems, overlay_problems, test_vpc_problems, vpc_name_problems
from topology.on_premises.connection import build_on_premises
from topology.on_premises.pre_shared_keys import KEY, read_pre_shared_keys
from topology.on_premises.problems import on_premises_problems
from topology.parse import Sections, parse
from topology.protection.flip import build_flip, flip_problems
from topology.protection.protection import Protection, build_protection, protection_problems
from topology.protection.recovery_point_store import build_recovery_point_store, recovery_point_store_problems
from topology.site.site import build_site, site_problems


def build(config: Mapping[str, object], stack: str, project: str, encrypted: Collection[str] = ()) -> SiteModel:
    """The model of the stack, which is named after its site.

    `config` maps the project's keys to their values, mappings as such or as JSON text. Errors show no value of
    `encrypted` keys. Raises ConfigurationError with every problem found.
    """
    keys, key_problems = read_pre_shared_keys(config.get(KEY), encrypted)
    sections = parse({key: value for key, value in config.items() if key != KEY})
    problems = [*sections.problems, *key_problems, *_stack_problems(sections, stack), *_relation_problems(sections)]
    settings, overlay, protection = sections.settings, sections.get(OverlayConfig), sections.get(ProtectionConfig)
    if problems or settings is None or overlay is None or protection is None:
        raise ConfigurationError(problems, f"The configuration of stack {stack}", encrypted)
    return _model(sections, settings, build_overlay(overlay), build_protection(protection), stack, project, keys)


def _model(
    sections: Sections,
    settings: Settings,
    overlay: Overlay,
    protection: Protection,
    stack: str,
    project: str,
    keys: tuple[str, ...],
) -> SiteModel:
    sites = {name: build_site(name, site) for name, site in sections.sites.items()}
    ec2_vpc, migration = sections.get(Ec2VpcConfig), sections.get(MigrationConfig)
    balancer = sections.get(LoadBalancerConfig)
    dns, firewall = sections.get(DnsConfig), sections.get(FirewallConfig)
    store = sections.get(RecoveryPointStoreConfig)
    return SiteModel(
        project=project,
        name_prefix=settings.name_prefix or project,
        me=sites[stack],
        other=next(site for name, site in sites.items() if name != stack),
        home=sites[settings.home_site],
        active=sites[settings.active_region],
        failover_mode=settings.failover_mode,
        recovery_reference_time=settings.recovery_reference_time,
        flip=build_flip(settings, sections.get(AcceptedRisksConfig)),
        platform=settings.workload_platform,
        peering=settings.peering,
        overlay=overlay,
        protection=protection,
        ec2_vpc=build_ec2_vpc(ec2_vpc) if ec2_vpc else None,
        on_premises=build_on_premises(sections.get(OnPremisesConfig), sections.sites, stack, keys),
        load_balancer=build_load_balancer(balancer, overlay) if balancer else None,
        dns=build_dns(dns) if dns else None,
        firewall=build_firewall(firewall) if firewall else None,
        migration=build_migration(migration, ec2_vpc) if migration and ec2_vpc else None,
        recovery_point_store=build_recovery_point_store(store) if store else None,
    )


def _stack_problems(sections: Sections, stack: str) -> Iterator[Problem]:
    if sections.site_names and stack not in sections.site_names:
        expected = f"expected a stack named after its site, {' or '.join(sections.site_names)}"
        yield Problem.with_value("stack", stack, expected)


def _relation_problems(sections: Sections) -> Iterator[Problem]:
    """Problems between values that are right by themselves."""
    overlay, protection = sections.get(OverlayConfig), sections.get(ProtectionConfig)
    ec2_vpc, store = sections.get(Ec2VpcConfig), sections.get(RecoveryPointStoreConfig)
    yield from site_problems(sections.sites)
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
