"""Consistency rule: categories whose VMs are snapshotted together.

/api/datapolicies/v4.N/config/protection-policies/{protectionPolicyExtId}/consistency-rules.
"""

from __future__ import annotations

from types import MappingProxyType

from simulator.prism.model import Json, Noun, Record, SchemaRefusal, Site, fields


class ConsistencyRule(Noun):
    """Kept and synchronised. Recovery points of one moment are always consistent here."""

    kind = "consistency_rule"
    namespace = "datapolicies"
    path = "config/protection-policies/{protection_policy}/consistency-rules"
    object_type = "datapolicies.v4.config.ConsistencyRule"
    rel = "datapolicies:config:consistency-rule"  # assumed
    required = ("name", "categoryIds")
    lengths = MappingProxyType({"name": 256})
    synchronised = True
    projected = True
    since = 1
    fields = fields("name categoryIds")

    def shape(self, body: Json) -> None:
        super().shape(body)
        if not body["categoryIds"]:
            raise SchemaRefusal(("categoryIds", "Must hold at least one category."))

    def check(self, site: Site, body: Json, old: Record | None, parent: str | None) -> None:
        for category in body["categoryIds"]:
            site.store.require("category", category)
