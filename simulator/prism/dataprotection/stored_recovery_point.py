"""Recovery point in an S3 bucket (MST). The list of recovery points shows it for the header X-Cluster-Id: MST."""

from __future__ import annotations

from simulator.prism.dataprotection.recovery_point import RecoveryPoint
from simulator.prism.model import Noun


class StoredRecoveryPoint(Noun):
    """Has no path of its own."""

    kind = "stored_recovery_point"
    namespace = "dataprotection"
    path = ""
    object_type = RecoveryPoint.object_type
    verbs = frozenset()
    fields = RecoveryPoint.fields
