"""The local AWS: moto, with repairs for what disaster recovery needs, served over HTTP.

`install()` repairs the moto of this process, `serve()` serves it from a thread, and `python -m simulator.aws` serves it
from a process of its own. `SURROUNDINGS`, or the control API of `control.py`, tells it what moto cannot know.
"""

from simulator.aws.base import SURROUNDINGS
from simulator.aws.installation import MOTO_VERSION, UnrepairedMoto, install
from simulator.aws.lost_endpoints import ONLOOKER
from simulator.aws.server import serve

__all__ = ["MOTO_VERSION", "ONLOOKER", "SURROUNDINGS", "UnrepairedMoto", "install", "serve"]
