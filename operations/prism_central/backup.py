"""Restoring a Prism Central from its backup in a bucket, through the Prism Element of the new cluster.

assumed: the restore actions answer there, and a restored Prism Central brings what it had.

PRISM_ELEMENT_ENDPOINT, PRISM_ELEMENT_USERNAME, PRISM_ELEMENT_PASSWORD    the new cluster's Prism Element
PC_BACKUP_ACCESS_KEY_ID, PC_BACKUP_SECRET_ACCESS_KEY                      who may read the bucket
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from operations.errors import OperationsError
from prism import PrismCentral
from prism.prism import (
    RestorableDomainManagers,
    RestorePoint,
    RestorePoints,
    RestoreSource,
    RestoreSources,
)

_KEYS = ("PC_BACKUP_ACCESS_KEY_ID", "PC_BACKUP_SECRET_ACCESS_KEY")
_ELEMENT = ("PRISM_ELEMENT_ENDPOINT", "PRISM_ELEMENT_USERNAME", "PRISM_ELEMENT_PASSWORD")


@dataclass(frozen=True)
class BackupBucket:
    """A bucket with backups, and the key that reads it. The key is never shown."""

    name: str
    region: str
    access_key_id: str = field(repr=False)
    secret_access_key: str = field(repr=False)

    @classmethod
    def of(cls, name: str, region: str, environment: Mapping[str, str]) -> BackupBucket:
        """Raises OperationsError where the environment names no key."""
        return cls(name, region, *_named(environment, _KEYS))


@dataclass(frozen=True)
class Restorable:
    """A Prism Central that a bucket holds, with its restore points, the newest first."""

    name: str
    ext_id: str
    source_id: str
    points: tuple[RestorePoint, ...]


def environment_of(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment with which the client talks to the Prism Element. Raises OperationsError."""
    endpoint, username, password = _named(environment, _ELEMENT)
    kept = {name: environment[name] for name in ("PRISM_CA_BUNDLE", "PRISM_TLS_VERIFY") if name in environment}
    return {**kept, "PRISM_ENDPOINT": endpoint, "PRISM_USERNAME": username, "PRISM_PASSWORD": password}


@contextmanager
def restorable(element: PrismCentral, bucket: BackupBucket) -> Iterator[list[Restorable]]:
    """The Prism Centrals in the bucket. The restore source that this needs is deleted at the end."""
    sources = RestoreSources(element)
    wanted = RestoreSource.of_bucket(bucket.name, bucket.region, bucket.access_key_id, bucket.secret_access_key)
    source_id = sources.create(wanted)
    try:
        yield [
            Restorable(manager.label, manager.id, source_id, _points(element, source_id, manager.id))
            for manager in RestorableDomainManagers(element, source_id).list()
        ]
    finally:
        sources.delete(source_id, bucket.name)


def restored(element: PrismCentral, one: Restorable, point_id: str | None) -> RestorePoint:
    """Restores from this point, or from the newest, and waits for it. Raises OperationsError, PrismError."""
    point = next((point for point in one.points if point_id in (None, point.id)), None)
    if point is None:
        known = ", ".join(f"{point.id} ({point.creation_time})" for point in one.points) or "none"
        raise OperationsError(
            f"'{one.name}' has no restore point {point_id or ''}; it has: {known}. Nothing was changed."
        )
    RestorePoints(element, one.source_id, one.ext_id).restore(point)
    return point


def _points(element: PrismCentral, source_id: str, manager_id: str) -> tuple[RestorePoint, ...]:
    found = RestorePoints(element, source_id, manager_id).list()
    return tuple(sorted(found, key=lambda point: point.creation_time or "", reverse=True))


def _named(environment: Mapping[str, str], names: tuple[str, ...]) -> tuple[str, ...]:
    missing = [name for name in names if not environment.get(name)]
    if missing:
        raise OperationsError(f"{', '.join(missing)} is not set. Set {', '.join(names)}, then run again.")
    return tuple(environment[name] for name in names)
