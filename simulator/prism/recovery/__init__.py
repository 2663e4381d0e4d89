"""Protection and recovery: recovery points and their replication, recovery plan jobs, and restoring from a point.

The world calls `replication.run` and `run_jobs` as time goes on; the nouns of dataprotection and datapolicies call the
rest. Every copy of a VM carries its lineage (the extId of the first copy) and a generation that grows with each
recovery. The two tell whether a recovery point stands for a VM that has been recovered already, and whether a VM is the
stale copy of one that lives at the other site.
"""

from simulator.prism.recovery import point_restore, protection_pause, recovery_points, replication
from simulator.prism.recovery.buckets import look_into_buckets
from simulator.prism.recovery.job_creation import start, told_of
from simulator.prism.recovery.job_execution import run_jobs
from simulator.prism.recovery.plan_members import Member, members_of_plan
from simulator.prism.recovery.protection import Protection, protections
from simulator.prism.recovery.recovery_points import members, points_with
from simulator.prism.recovery.request import RecoveryRequest, request_of
from simulator.prism.recovery.retirement import retire
from simulator.prism.recovery.step_actions import clean_up, last_test

__all__ = [
    "Member",
    "Protection",
    "RecoveryRequest",
    "clean_up",
    "last_test",
    "look_into_buckets",
    "members",
    "members_of_plan",
    "point_restore",
    "points_with",
    "protection_pause",
    "protections",
    "recovery_points",
    "replication",
    "request_of",
    "retire",
    "run_jobs",
    "start",
    "told_of",
]
