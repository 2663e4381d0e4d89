"""The recovery point store: an S3 bucket in the recovery region, and who may write to it."""

from collections.abc import Iterator
from dataclasses import dataclass

from topology.choices import StoreAccess
from topology.config import RecoveryPointStoreConfig
from topology.errors import Problem

LEAST_STORE_RPO = 3600
"""Seconds: Multicloud Snapshot Technology makes no recovery points more often."""
_KEY = "recoveryPointStore"
_NONCURRENT_DAYS = 30


@dataclass(frozen=True)
class RecoveryPointStore:
    """`name` is what both Prism Centrals call it; `bucket` one that is there already, None for our own.

    Of our own: `object_lock_days` keeps every object so long whatever is asked of S3 (None: no lock), overwritten and
    deleted ones go after `noncurrent_days`. `trusted_principal` is who may take the role, with access by role.
    """

    name: str
    bucket: str | None
    object_lock_days: int | None
    noncurrent_days: int
    access: StoreAccess
    trusted_principal: str | None


def build_recovery_point_store(config: RecoveryPointStoreConfig) -> RecoveryPointStore:
    """The store of a configuration that has no problems."""
    return RecoveryPointStore(
        name=config.name,
        bucket=config.bucket,
        object_lock_days=config.object_lock_days,
        noncurrent_days=config.noncurrent_days or _NONCURRENT_DAYS,
        access=config.access or StoreAccess.USER,
        trusted_principal=config.trusted_principal,
    )


def recovery_point_store_problems(config: RecoveryPointStoreConfig) -> Iterator[Problem]:
    """Problems between the values of the recovery point store."""
    if config.bucket is not None:
        for key, value in (("objectLockDays", config.object_lock_days), ("noncurrentDays", config.noncurrent_days)):
            if value is not None:
                expected = (
                    "expected no such key with bucket: this project does not change the settings of an existing bucket"
                )
                yield Problem.with_value(f"{_KEY}.{key}", value, expected)
    if config.access is StoreAccess.ROLE and config.trusted_principal is None:
        expected = "is missing: expected the ARN of the principal that may take the role, for access: role"
        yield Problem(f"{_KEY}.trustedPrincipal", expected)
    if config.access is not StoreAccess.ROLE and config.trusted_principal is not None:
        expected = "expected only with access: role"
        yield Problem.with_value(f"{_KEY}.trustedPrincipal", config.trusted_principal, expected)
