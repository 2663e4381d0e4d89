"""The project on the local cloud: `python -m local_cloud COMMAND`."""

from local_cloud.converged import Converged, Moment, populate
from local_cloud.from_nothing import from_nothing
from local_cloud.front import NOBODY, Front, look_at_front
from local_cloud.observation import BLACKHOLE, NOWHERE, Placement, leads_to, placements, roads
from local_cloud.project import LocalProject
from local_cloud.workload import machines, seed

__all__ = [
    "BLACKHOLE",
    "NOBODY",
    "NOWHERE",
    "Converged",
    "Front",
    "LocalProject",
    "Moment",
    "Placement",
    "from_nothing",
    "leads_to",
    "look_at_front",
    "machines",
    "placements",
    "populate",
    "roads",
    "seed",
]
