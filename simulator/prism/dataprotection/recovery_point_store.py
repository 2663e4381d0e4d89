"""Recovery point store: an S3 bucket of the site's multicloud snapshot technology (MST).

GET /api/dataprotection/v4.N/config/recovery-point-stores.
"""

from __future__ import annotations

from simulator.prism.model import Noun, fields


class RecoveryPointStore(Noun):
    """Read only, as in the API. Comes from the SiteSpec."""

    kind = "recovery_point_store"
    namespace = "dataprotection"
    path = "config/recovery-point-stores"
    object_type = "dataprotection.v4.config.RecoveryPointStore"
    verbs = frozenset({"list", "get"})
    since = 4
    fields = fields("name bucket isHealthy currentLogicalUsageBytes ownerExtId")
