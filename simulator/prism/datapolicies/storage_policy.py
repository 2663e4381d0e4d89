"""Storage policy: how the disks of VMs with a category are kept. /api/datapolicies/v4.N/config/storage-policies."""

from __future__ import annotations

from types import MappingProxyType

from simulator.prism.model import Json, Noun, Record, Site, fields, not_one_of

_CHOICES = MappingProxyType(
    {
        "compressionSpec": ("compressionState", ("INLINE", "POSTPROCESS", "DISABLED", "SYSTEM_DERIVED")),
        "encryptionSpec": ("encryptionState", ("ENABLED", "SYSTEM_DERIVED")),
        "faultToleranceSpec": ("replicationFactor", ("TWO", "THREE", "SYSTEM_DERIVED")),
    }
)


class StoragePolicy(Noun):
    """Kept and shown. Disks have no contents here, so nothing comes of it."""

    kind = "storage_policy"
    namespace = "datapolicies"
    path = "config/storage-policies"
    object_type = "datapolicies.v4.config.StoragePolicy"
    plural = "StoragePolicies"
    rel = "datapolicies:config:storage-policy"
    required = ("name",)
    lengths = MappingProxyType({"name": 64})
    readonly = frozenset({"policyType", "ownerUuid"})
    since = 1
    fields = fields(
        "name categoryExtIds compressionSpec encryptionSpec qosSpec faultToleranceSpec policyType ownerUuid"
    )

    def shape(self, body: Json) -> None:
        super().shape(body)
        for name, (choice, known) in _CHOICES.items():
            given = body.get(name, {})
            if given and (not isinstance(given, dict) or given.get(choice) not in known):
                raise not_one_of(f"{name}.{choice}", known)

    def check(self, site: Site, body: Json, old: Record | None, parent: str | None) -> None:
        for category in body.get("categoryExtIds", []):
            site.store.require("category", category)

    def complete(self, site: Site, record: Record) -> None:
        record.data.update(policyType="USER", ownerUuid=site.user_id)
