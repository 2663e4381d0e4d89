"""Names that AWS gives an alphabet and a length, made of `namePrefix`, which may be longer and of more."""

import re
from collections.abc import Iterator

from topology.choices import ManagedRules, OnPremisesConnection
from topology.config import FirewallConfig, MigrationConfig, OnPremisesConfig
from topology.errors import Problem
from topology.parse import Sections

_RESERVED_DOCUMENTS = ("aws", "amazon", "amzn")
"""How the names of Systems Manager documents must not begin (CreateDocument, parameter Name)."""
_RESERVED_LISTS = "com.amazonaws"
"""How the name of a managed prefix list must not begin (CreateManagedPrefixList, parameter PrefixListName)."""
_NOT_IN_METRICS = re.compile(r"[^0-9A-Za-z_-]")


def metric_name(name: str) -> str:
    """The name as CloudWatch's metric of a web ACL may have it: a dot becomes a hyphen (WAF, VisibilityConfig)."""
    return _NOT_IN_METRICS.sub("-", name)


def name_problems(sections: Sections, project: str) -> Iterator[Problem]:
    """Where AWS would refuse a name that begins with `namePrefix`, or with the project's name in its place."""
    if sections.settings is None or not sections.site_names:
        return
    prefix = sections.settings.name_prefix or project
    whose = "" if sections.settings.name_prefix else " (the project's name, because there is no namePrefix)"
    site = max(sections.site_names, key=len)
    for what, ending, most in _limits(sections):
        length = len(f"{prefix}-{site}-{ending}")
        if length > most:
            fits = len(prefix) - (length - most)
            expected = (
                f"expected at most {max(fits, 0)} characters{whose}: AWS gives {what}, {prefix[:8]}...-{site}-{ending}"
            )
            yield Problem.with_value("namePrefix", prefix, f"{expected}, {most}")
            return
    yield from _beginnings(sections, prefix, whose)


def _beginnings(sections: Sections, prefix: str, whose: str) -> Iterator[Problem]:
    if prefix.casefold().startswith(_RESERVED_LISTS):
        expected = f"expected another beginning than {_RESERVED_LISTS}{whose}, which AWS keeps for its own prefix lists"
        yield Problem.with_value("namePrefix", prefix, expected)
    elif sections.get(MigrationConfig) and prefix.casefold().startswith(_RESERVED_DOCUMENTS):
        kept = ", ".join(_RESERVED_DOCUMENTS)
        expected = f"expected another beginning than {kept}{whose}: AWS keeps these for its own documents (migration)"
        yield Problem.with_value("namePrefix", prefix, expected)


def _limits(sections: Sections) -> Iterator[tuple[str, str, int]]:
    """What AWS names, how the name ends, and how long it may be."""
    if sections.get(FirewallConfig):
        yield "the metrics of a web ACL", f"web-{max(ManagedRules, key=len)}", 128
    if sections.get(MigrationConfig):
        yield "a Systems Manager document", "capture-windows", 128
    on_premises = sections.get(OnPremisesConfig)
    if on_premises is not None and on_premises.connection is OnPremisesConnection.DIRECT_CONNECT:
        yield "a Direct Connect gateway", "direct-connect", 100
