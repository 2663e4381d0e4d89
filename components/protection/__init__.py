"""The protection of the home site, and the bucket of the recovery point store."""

from components.protection.protection import Protection
from components.protection.recovery_point_bucket import RecoveryPointBucket

__all__ = ["Protection", "RecoveryPointBucket"]
