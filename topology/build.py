"""The site model out of a configuration: the only place where the configuration's meaning is decided."""

from collections.abc import Collection, Mapping
from typing import Any

from topology.aws_names import name_problems
from topology.config import (
    AcceptedChangesConfig,
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
from topology.errors import ConfigurationError
from topology.ingress.dns import build_dns
from topology.ingress.firewall import build_firewall
from topology.ingress.load_balancer import build_load_balancer
from topology.migration.ec2_vpc import build_ec2_vpc
from topology.migration.migration import build_migration
from topology.model import SiteModel
from topology.network.overlay import Overlay, build_overlay
from topology.on_premises.build import build_on_premises
from topology.on_premises.pre_shared_keys import KEY, read_pre_shared_keys
from topology.parse import Sections, parse
from topology.protection.accepted_changes import build_accepted_changes
from topology.protection.flip import build_flip
from topology.protection.protection import Protection, build_protection
from topology.protection.recovery_point_store import build_recovery_point_store
from topology.relations import relation_problems
from topology.site.site import build_site


def build(config: Mapping[str, object], stack: str, project: str, encrypted: Collection[str] = ()) -> SiteModel:
    """The model of the stack, which is named after its site.

    `config` maps the project's keys to their values, mappings as such or as JSON text. Errors show no value of
    `encrypted` keys. Raises ConfigurationError with every problem found.
    """
    keys, key_problems = read_pre_shared_keys(config.get(KEY), encrypted)
    sections = parse({key: value for key, value in config.items() if key != KEY})
    problems = [
        *sections.problems,
        *key_problems,
        *relation_problems(sections, stack),
        *name_problems(sections, project),
    ]
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
        on_premises=build_on_premises(sections.get(OnPremisesConfig), sections.sites, stack, keys),
        **_optional(sections, overlay),
    )


def _optional(sections: Sections, overlay: Overlay) -> dict[str, Any]:
    """The parts that a configuration may leave out."""
    ec2_vpc, migration = sections.get(Ec2VpcConfig), sections.get(MigrationConfig)
    balancer, dns = sections.get(LoadBalancerConfig), sections.get(DnsConfig)
    firewall, store = sections.get(FirewallConfig), sections.get(RecoveryPointStoreConfig)
    return {
        "ec2_vpc": build_ec2_vpc(ec2_vpc) if ec2_vpc else None,
        "load_balancer": build_load_balancer(balancer, overlay) if balancer else None,
        "dns": build_dns(dns) if dns else None,
        "firewall": build_firewall(firewall) if firewall else None,
        "migration": build_migration(migration, ec2_vpc) if migration and ec2_vpc else None,
        "accepted_changes": build_accepted_changes(sections.get(AcceptedChangesConfig)),
        "recovery_point_store": build_recovery_point_store(store) if store else None,
    }
