import pulumi

from providers.store_recovery import StoreRecovery

# The same line of configuration as for the failover, which comes first.
active = pulumi.Config("example").get("activeRegion") or "osaka"

recovery = StoreRecovery(
    "store-recovery",
    site="tokyo",
    active_site=active,
    prism_central="pc-tokyo",
    store="nc2-dr",
    clusters=["nc2-tokyo"],
    vpc="workload",
    tiers=[
        {
            "name": "long-rto",
            "category": {"key": "RecoveryTier", "value": "Long"},
            "rpo_seconds": 3600,
            "stages": [
                {"category": {"key": "StartOrder", "value": "Databases"}, "delay_seconds": 60},
                {"category": {"key": "StartOrder", "value": "Applications"}},
            ],
        }
    ],
    mode="unplanned",
)

pulumi.export("restored", recovery.restored)
