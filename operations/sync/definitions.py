"""The shared definitions of a site that are not the same at the other one, and the fields that differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from plain_text import plain
from prism import Collection, Entity, PrismCentral, PrismError
from prism.datapolicies import (
    IN_SYNC,
    EntitySyncPolicies,
    EntitySyncPolicy,
    NetworkMappings,
    ProtectionPolicies,
    RecoveryPlans,
    RecoveryStages,
)
from prism.prism import Categories

_KINDS: Mapping[str, type[Collection[Any]]] = {
    "CATEGORY": Categories,
    "PROTECTION_POLICY": ProtectionPolicies,
    "RECOVERY_PLAN": RecoveryPlans,
}
_PARTS: Mapping[str, Mapping[str, type[Collection[Any]]]] = {
    "RECOVERY_PLAN": {"stages": RecoveryStages, "network mappings": NetworkMappings}
}
# What differs without a difference in what they do.
_BY_THEMSELVES = frozenset({"$objectType", "$reserved", "$unknownFields", "links", "tenantId", "ownerUuid"})
_LONGEST = 120


@dataclass(frozen=True)
class Difference:
    """A field of a definition, as each site has it; "-" where it has none."""

    field: str
    here: str
    there: str


@dataclass(frozen=True)
class Definition:
    """A definition that is not in sync. ``here`` and ``there`` are who changed it last, empty for not known.

    ``differences`` is None where the other Prism Central could not be asked.
    """

    policy: EntitySyncPolicy
    here: str
    there: str
    differences: tuple[Difference, ...] | None

    @property
    def name(self) -> str:
        """What `--force` takes, such as recovery-plan:workload."""
        kind = (self.policy.entity_type or "").lower().replace("_", "-")
        return f"{kind}:{plain(self.policy.entity_name or '')}"


@dataclass(frozen=True)
class Definitions:
    """Those of one site's Prism Central; ``other`` is that of the other site, None where it cannot be asked."""

    own: PrismCentral
    other: PrismCentral | None

    def out_of_sync(self) -> list[Definition]:
        """Raises UnsupportedError below datapolicies v4.1."""
        return [self._seen(one) for one in EntitySyncPolicies(self.own).list() if one.status != IN_SYNC]

    def _seen(self, policy: EntitySyncPolicy) -> Definition:
        ext_id = policy.entity_ext_id or ""
        there = self.other.last_writer(ext_id) if self.other else ""
        return Definition(policy, self.own.last_writer(ext_id), there, self._differences(policy))

    def _differences(self, policy: EntitySyncPolicy) -> tuple[Difference, ...] | None:
        if self.other is None:
            return None
        try:
            sides = [_fields(client, policy) for client in (self.own, self.other)]
        except PrismError:
            return None
        return tuple(_compared(*sides))


def _fields(client: PrismCentral, policy: EntitySyncPolicy) -> dict[str, Any]:
    """The fields of a definition with its parts; empty where a site does not have it."""
    ext_id, kind = policy.entity_ext_id or "", _KINDS.get(policy.entity_type or "")
    if kind is None:
        return {}
    found = next((one for one in kind(client).list() if one.id == ext_id), None)
    if found is None:
        return {}
    parts = _PARTS.get(policy.entity_type or "", {})
    return {**_plain(found), **{name: _parts(part(client, ext_id)) for name, part in parts.items()}}


def _parts(collection: Collection[Entity]) -> list[Any]:
    return sorted((_plain(one) for one in collection.list()), key=str)


def _plain(entity: Entity) -> dict[str, Any]:
    return {name: value for name, value in entity.body().items() if name not in _BY_THEMSELVES}


def _compared(here: Mapping[str, Any], there: Mapping[str, Any]) -> Iterator[Difference]:
    for name in sorted({*here, *there}):
        if here.get(name) != there.get(name):
            yield Difference(name, *(_shown(side.get(name)) for side in (here, there)))


def _shown(value: Any) -> str:
    return "-" if value is None else plain(str(value), _LONGEST)
