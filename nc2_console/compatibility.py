"""The compatibility matrix: which instance types the console takes in a region, and with which versions of AOS.

The published OpenAPI document has its schema ("Compatibility Matrix") and no operation that answers with it. assumed:
GET /compatibility-matrix does. A console that does not answer so has not said anything. The schema has no number of
hosts: the largest one is known only by a refusal.
"""

from __future__ import annotations

from collections.abc import Sequence

from nc2_console.errors import ConsoleRefusedError
from nc2_console.model import Model, Shown
from nc2_console.session import Session


class AosVersion(Model):
    """A version of AOS."""

    aos_version: Shown | None = None


class SupportedType(Model):
    """An instance type that is taken. `versions` are empty where the console does not tell them."""

    instance_type_name: Shown
    versions: tuple[AosVersion, ...] | None = None

    @property
    def aos_versions(self) -> tuple[str, ...]:
        """The versions of AOS with which the type is taken."""
        return tuple(dict.fromkeys(one.aos_version for one in self.versions or () if one.aos_version))


class Datacenter(Model):
    """A region with what is taken there."""

    datacenter_region: str | None = None
    supported_instance_types: tuple[SupportedType, ...] | None = None


class Compatibility:
    """The matrix."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def in_region(self, region: str) -> tuple[SupportedType, ...]:
        """What is taken in a region. Empty where the console does not say. Raises ConsoleUnreachableError."""
        try:
            rows = self._session.several("read the compatibility matrix", Datacenter, "/compatibility-matrix")
        except ConsoleRefusedError:
            return ()
        found = [row.supported_instance_types or () for row in rows if row.datacenter_region == region]
        return tuple(kind for kinds in found for kind in kinds)


def objection(taken: Sequence[SupportedType], node_type: str, aos_version: str | None) -> str | None:
    """Why nodes would be refused, in words that follow "the NC2 console ", and what to set. None where they would not.

    `aos_version` is that of a new cluster; None for nodes of one that runs.
    """
    versions = {version for one in taken if one.instance_type_name == node_type for version in one.aos_versions}
    names = sorted({one.instance_type_name for one in taken})
    if names and node_type not in names:
        return f"takes no {node_type}. Set compute.nodeType to one of {', '.join(names)}."
    if aos_version and versions and aos_version not in versions:
        return (
            f"does not take {node_type} with AOS {aos_version}. Set compute.aosVersion to one of "
            f"{', '.join(sorted(versions))}."
        )
    return None
