"""The local AWS: moto with what disaster recovery needs repaired, served over HTTP.

`install()` repairs the moto of this process; `serve()` serves it from a thread; `python -m simulator.aws`
serves it on its own. `SURROUNDINGS`, or the control API of `_control.py`, says what lies around it.
"""

from simulator.aws.base import SURROUNDINGS
from simulator.aws.installation import MOTO_VERSION, UnrepairedMoto, install
from simulator.aws.server import serve

__all__ = ["MOTO_VERSION", "SURROUNDINGS", "UnrepairedMoto", "install", "serve"]
