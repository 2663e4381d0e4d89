"""Restore sources: a bucket from which a Prism Central may be restored. A Prism Element answers here.

API: ``prism/v4.x/management/restore-sources``. Prism deletes a source by itself after a while.
"""

from __future__ import annotations

from typing import Any

from prism.collection import Collection
from prism.model import Entity


class RestoreSource(Entity):
    """``location`` holds credentials when it is sent, and none when it is read."""

    location: dict[str, Any] | None = None

    @property
    def label(self) -> str:
        """The bucket."""
        return str(((self.location or {}).get("providerConfig") or {}).get("bucketName") or self.id)

    @classmethod
    def of_bucket(cls, bucket: str, region: str, access_key_id: str, secret_access_key: str) -> RestoreSource:
        """The source for a bucket of AWS S3."""
        config = {
            "$objectType": "prism.v4.management.AWSS3Config",
            "bucketName": bucket,
            "region": region,
            "credentials": {"accessKeyId": access_key_id, "secretAccessKey": secret_access_key},
        }
        return cls(location={"$objectType": "prism.v4.management.ObjectStoreLocation", "providerConfig": config})


class RestoreSources(Collection[RestoreSource]):
    """The restore sources of a Prism Element, which lists none: they are known by their id."""

    namespace, path, kind = "prism", "management/restore-sources", "restore source"
    model = RestoreSource
