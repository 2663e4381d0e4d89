"""Raw configuration into validated sections, every problem in its own sentence.

The sections are validated apart from each other, so that a mistake in one hides nothing in another.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

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
    Section,
    Settings,
    SiteConfig,
)
from topology.errors import Problem, suggestion
from topology.secrets import without_secrets
from topology.values.fields import SITE_NAME

S = TypeVar("S", bound=Section)

REQUIRED: Mapping[str, type[Section]] = {"overlay": OverlayConfig, "protection": ProtectionConfig}
OPTIONAL: Mapping[str, type[Section]] = {
    "acceptedRisks": AcceptedRisksConfig,
    "dns": DnsConfig,
    "ec2Vpc": Ec2VpcConfig,
    "firewall": FirewallConfig,
    "loadBalancer": LoadBalancerConfig,
    "migration": MigrationConfig,
    "onPremises": OnPremisesConfig,
    "recoveryPointStore": RecoveryPointStoreConfig,
}
"""The sections by their key, beside the sites; everything else at the top is a word of the settings."""
_SECTIONS = {**REQUIRED, **OPTIONAL}
_MAPPINGS = ("sites", *_SECTIONS)
_KINDS = {
    "tuple_type": "expected a list",
    "model_type": "expected a mapping",
    "model_attributes_type": "expected a mapping",
}


@dataclass
class Sections:
    """What could be read: a section with problems is None or missing, its problems are in the list."""

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
    context = {"sites": {name: _region(raw, name) for name in sections.site_names}}
    for key, kind in _SECTIONS.items():
        if raw.get(key) is not None or (key in raw and key in REQUIRED):
            section = read_section(kind, raw[key], key, problems, context)
            if section is not None:
                sections.read[kind] = section
    words = {key: value for key, value in raw.items() if key not in _MAPPINGS}
    sections.settings = read_section(Settings, words, "", problems, context)
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
        site = read_section(SiteConfig, value, f"sites.{name}", sections.problems, {})
        if site is not None:
            sections.sites[str(name)] = site


def _region(raw: Mapping[str, Any], name: str) -> str:
    site = raw["sites"].get(name)
    return str(site.get("region")) if isinstance(site, dict) else ""


def read_section(
    model: type[S], value: object, path: str, problems: list[Problem], context: Mapping[str, object]
) -> S | None:
    """The section written as `value`, or None with its problems, which name their keys below `path`, in `problems`."""
    try:
        return model.model_validate(value, context=dict(context))
    except ValidationError as error:
        details = error.errors(include_url=False)
        problems.extend(_problem(model, detail, path) for detail in details)
        return None


def _problem(model: type[Section], detail: ErrorDetails, path: str) -> Problem:
    loc = detail["loc"]
    key = _joined(path, loc)
    if detail["type"] == "extra_forbidden":
        known = _known_keys(model, loc[:-1])
        if not path:
            known = [*known, *_MAPPINGS]
        hint = suggestion(loc[-1], known)
        return Problem(key, f"is not a known key{hint}; expected one of {', '.join(known)}")
    if detail["type"] == "missing":
        return Problem(key, f"is missing: expected {_described(model, loc)}")
    reason = detail.get("ctx", {}).get("error")
    expected = str(reason) if reason is not None else _KINDS.get(detail["type"], detail["msg"])
    return Problem.with_value(key, detail["input"], expected)


def _joined(path: str, loc: tuple[int | str, ...]) -> str:
    for part in loc:
        if part == "[key]":  # the key of a mapping, which the path ends with already
            continue
        path += f"[{part}]" if isinstance(part, int) else f".{part}"
    return path.lstrip(".")


def _known_keys(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    for part in loc:
        if isinstance(part, str):
            model = next(_models(_field(model, part).annotation))
    return [info.alias or name for name, info in model.model_fields.items()]


def _described(model: type[BaseModel], loc: tuple[int | str, ...]) -> str:
    names = [part for part in loc if isinstance(part, str)]
    for name in names[:-1]:
        model = next(_models(_field(model, name).annotation))
    return _field(model, names[-1]).description or "a value"


def _field(model: type[BaseModel], alias: str) -> Any:
    return next(info for info in model.model_fields.values() if info.alias == alias)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models inside an annotation such as tuple[OverlaySubnetConfig, ...] | None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
