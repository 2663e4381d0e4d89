"""Recovery point of a VM, at its source or replicated. GET /api/dataprotection/v4.N/config/recovery-points."""

from __future__ import annotations

from simulator._noun import Noun, fields


class RecoveryPoint(Noun):
    """Read only: the protection policies make them."""

    kind = "recovery_point"
    namespace = "dataprotection"
    path = "config/recovery-points"
    object_type = "dataprotection.v4.config.RecoveryPoint"
    rel = "dataprotection:config:recovery-point"
    verbs = frozenset({"list", "get"})
    fields = fields(
        "ownerExtId locationReferences vmRecoveryPoints volumeGroupRecoveryPoints isSecure locationAgnosticId"
        " projectExtId name creationTime expirationTime status recoveryPointType totalExclusiveUsageBytes"
        " sourceLocation"
    )
