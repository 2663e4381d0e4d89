"""Raw configuration into validated sections.

Each section is read apart, so that a mistake in one hides none in another.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

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
    Section,
    Settings,
    SiteConfig,
    read_section,
)
from topology.errors import Problem
from topology.secrets import without_secrets
from topology.values import SITE_NAME

S = TypeVar("S", bound=Section)

REQUIRED: Mapping[str, type[Section]] = {"overlay": OverlayConfig, "protection": ProtectionConfig}
OPTIONAL: Mapping[str, type[Section]] = {
    "acceptedChanges": AcceptedChangesConfig,
    "acceptedRisks": AcceptedRisksConfig,
    "dns": DnsConfig,
    "ec2Vpc": Ec2VpcConfig,
    "firewall": FirewallConfig,
    "loadBalancer": LoadBalancerConfig,
    "migration": MigrationConfig,
    "onPremises": OnPremisesConfig,
    "recoveryPointStore": RecoveryPointStoreConfig,
}
"""The sections by their key, beside the sites. Every other key at the top belongs to the settings."""
_SECTIONS = {**REQUIRED, **OPTIONAL}
_MAPPINGS = ("sites", *_SECTIONS)


@dataclass
class Sections:
    """What could be read. A section with problems is None or missing; its problems are in the list."""

    settings: Settings | None = None
    sites: dict[str, SiteConfig] = field(default_factory=dict)
    site_names: tuple[str, ...] = ()
    read: dict[type[Section], Section] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def get(self, kind: type[S]) -> S | None:
        """The section of this kind, or None where there is none that could be read."""
        section = self.read.get(kind)
        return section if isinstance(section, kind) else None

    def is_faulty(self, key: str) -> bool:
        """Whether something under this key was found to be wrong."""
        return any(problem.key.startswith(key) for problem in self.problems)


def parse(config: Mapping[str, object]) -> Sections:
    """Read every section; never raises for what a configuration may hold."""
    sections = Sections()
    problems = sections.problems
    raw = _decoded(config, problems)
    _read_sites(raw, sections)
    regions = {name: _region(raw, name) for name in sections.site_names}
    for key, kind in _SECTIONS.items():
        if raw.get(key) is not None or (key in raw and key in REQUIRED):
            section = read_section(kind, raw[key], key, problems, sites=regions)
            if section is not None:
                sections.read[kind] = section
    rest = {key: value for key, value in raw.items() if key not in _MAPPINGS}
    sections.settings = read_section(Settings, rest, "", problems, sites=regions, beside=_MAPPINGS)
    return sections


def _decoded(config: Mapping[str, object], problems: list[Problem]) -> dict[str, Any]:
    """The configuration without secrets, its mappings decoded: the engine hands them over as JSON text."""
    decoded: dict[str, Any] = {}
    for key, value in config.items():
        if key in _MAPPINGS and isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                problems.append(Problem(key, "expected a mapping, found text that is not JSON"))
                continue
        decoded[key] = value
    for key in ("sites", *REQUIRED):
        if key not in config:
            problems.append(Problem(key, "is missing: expected a mapping"))
    innocent = without_secrets(decoded, "", problems)
    return innocent if isinstance(innocent, dict) else {}


def _read_sites(raw: Mapping[str, Any], sections: Sections) -> None:
    if "sites" not in raw:
        return
    sites = raw["sites"]
    if not isinstance(sites, dict):
        sections.problems.append(Problem.with_value("sites", sites, "expected a mapping of two sites"))
        return
    sections.site_names = tuple(str(name) for name in sites)
    if len(sites) != 2:
        names = ", ".join(map(repr, sites)) or "none"
        sections.problems.append(Problem("sites", "expected exactly two sites", names))
    for name, value in sites.items():
        if not SITE_NAME.fullmatch(str(name)):
            expected = "expected a site name of up to 32 lower-case letters, digits and hyphens"
            sections.problems.append(Problem.with_value("sites", name, expected))
        site = read_section(SiteConfig, value, f"sites.{name}", sections.problems)
        if site is not None:
            sections.sites[str(name)] = site


def _region(raw: Mapping[str, Any], name: str) -> str:
    site = raw["sites"].get(name)
    return str(site.get("region")) if isinstance(site, dict) else ""
