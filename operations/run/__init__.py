"""The project's settings files, its stacks, the order in which they are upped, and jobs of the recovery plan."""

from operations.run.aws_hints import hints
from operations.run.converge import RUNS_FROM_NOTHING, converge
from operations.run.engine_progress import Progress, watch
from operations.run.failover import Failover, stacks_of_files
from operations.run.orchestration import Orchestration
from operations.run.order import order
from operations.run.project import ROOT, Project
from operations.run.site_environments import Environments
from operations.run.stack import Result, Stack

__all__ = [
    "ROOT",
    "RUNS_FROM_NOTHING",
    "Environments",
    "Failover",
    "Orchestration",
    "Progress",
    "Project",
    "Result",
    "Stack",
    "converge",
    "hints",
    "order",
    "stacks_of_files",
    "watch",
]
