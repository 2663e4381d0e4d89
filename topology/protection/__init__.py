"""What is protected: categories, tiers, the recovery point store, and the options of the next failover."""

from topology.protection.accepted_changes import THINGS, AcceptedChanges, build_accepted_changes
from topology.protection.category import Category, Retention, Stage, all_stages
from topology.protection.flip import AcceptedRisks, FlipOptions, build_flip, flip_problems
from topology.protection.protection import Protection, build_protection, protection_problems
from topology.protection.recovery_point_store import (
    LEAST_STORE_RPO,
    RecoveryPointStore,
    build_recovery_point_store,
    recovery_point_store_problems,
)
from topology.protection.tier import ProtectionTier

__all__ = [
    "LEAST_STORE_RPO",
    "THINGS",
    "AcceptedChanges",
    "AcceptedRisks",
    "Category",
    "FlipOptions",
    "Protection",
    "ProtectionTier",
    "RecoveryPointStore",
    "Retention",
    "Stage",
    "all_stages",
    "build_accepted_changes",
    "build_flip",
    "build_protection",
    "build_recovery_point_store",
    "flip_problems",
    "protection_problems",
    "recovery_point_store_problems",
]
