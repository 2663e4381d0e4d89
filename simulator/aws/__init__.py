"""The local AWS: moto with the transit gateways repaired, served over HTTP.

`install()` repairs the moto of this process; `serve()` serves it from a thread; `python -m simulator.aws`
serves it on its own.
"""

from ._install import MOTO_VERSION, UnrepairedMoto, install
from .server import serve

__all__ = ["MOTO_VERSION", "UnrepairedMoto", "install", "serve"]
