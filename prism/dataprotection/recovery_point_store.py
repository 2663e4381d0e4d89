"""Recovery point stores: buckets that keep recovery points (multicloud snapshot technology).

API: ``dataprotection/v4.4+/config/recovery-point-stores``, which can only be read.
"""

from __future__ import annotations

from prism.collection import Collection
from prism.model import Entity, Model


class Bucket(Model):
    """The bucket of a store; ``provider`` is AWS, AZURE or NUTANIX."""

    provider: str | None = None
    bucket_name: str | None = None


class RecoveryPointStore(Entity):
    """A store. An unhealthy one takes no recovery points."""

    name: str | None = None
    bucket: Bucket | None = None
    is_healthy: bool | None = None


class RecoveryPointStores(Collection[RecoveryPointStore]):
    """The stores of a Prism Central."""

    namespace, path = "dataprotection", "config/recovery-point-stores"
    kind, minor = "recovery point store", 4
    model = RecoveryPointStore
