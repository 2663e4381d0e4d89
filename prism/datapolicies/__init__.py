"""Protection policies and recovery plans. API: ``datapolicies/v4.x``."""

from prism.datapolicies.entity_sync_policy import IN_SYNC, OUT_OF_SYNC, EntitySyncPolicies, EntitySyncPolicy
from prism.datapolicies.network_mapping import (
    NetworkConfig,
    NetworkIpConfig,
    NetworkIpv4Config,
    NetworkMapping,
    NetworkMappings,
)
from prism.datapolicies.protection_policy import (
    AutoRollupRetention,
    LinearRetention,
    Mst,
    NutanixClusters,
    ProtectionPolicies,
    ProtectionPolicy,
    ReplicationConfiguration,
    ReplicationLocation,
    RollupDetails,
    Schedule,
)
from prism.datapolicies.recovery_plan import (
    FailoverAction,
    FailoverDirection,
    RecoveryLocation,
    RecoveryPlan,
    RecoveryPlans,
)
from prism.datapolicies.recovery_setting import (
    FloatingIpAssociation,
    IpMapping,
    PlannedFloatingIp,
    RecoverySetting,
    RecoverySettings,
    VmRecoverySetting,
)
from prism.datapolicies.recovery_stage import DelayAction, RecoveryStage, RecoveryStages, StageAction

__all__ = [
    "IN_SYNC",
    "OUT_OF_SYNC",
    "AutoRollupRetention",
    "DelayAction",
    "EntitySyncPolicies",
    "EntitySyncPolicy",
    "FailoverAction",
    "FailoverDirection",
    "FloatingIpAssociation",
    "IpMapping",
    "LinearRetention",
    "Mst",
    "NetworkConfig",
    "NetworkIpConfig",
    "NetworkIpv4Config",
    "NetworkMapping",
    "NetworkMappings",
    "NutanixClusters",
    "PlannedFloatingIp",
    "ProtectionPolicies",
    "ProtectionPolicy",
    "RecoveryLocation",
    "RecoveryPlan",
    "RecoveryPlans",
    "RecoverySetting",
    "RecoverySettings",
    "RecoveryStage",
    "RecoveryStages",
    "ReplicationConfiguration",
    "ReplicationLocation",
    "RollupDetails",
    "Schedule",
    "StageAction",
    "VmRecoverySetting",
]
