"""The project on the local cloud: `python -m local_cloud COMMAND`."""

from local_cloud.front import NOBODY, Front, look_at_front
from local_cloud.observation import BLACKHOLE, NOWHERE, Placement, leads_to, placements
from local_cloud.project import LocalProject
from local_cloud.workload import machines, seed

__all__ = [
    "BLACKHOLE",
    "NOBODY",
    "NOWHERE",
    "Front",
    "LocalProject",
    "Placement",
    "leads_to",
    "look_at_front",
    "machines",
    "placements",
    "seed",
]
