"""The nouns of the namespace datapolicies: protection policies and recovery plans with their parts."""

from simulator.prism.datapolicies.recovery_plan import RecoveryPlan

__all__ = ["RecoveryPlan"]
