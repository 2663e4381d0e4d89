"""A simulator of Nutanix Prism Central (v4 REST API): paired sites, with replication and recovery between them.

The simulator knows nothing of who uses it. In process::

    world = World([SiteSpec("tokyo", "ap-northeast-1"), SiteSpec("osaka", "ap-northeast-3")])
    with serve(world) as running:
        requests.get(running.endpoints["tokyo"] + "/api/networking/v4.0/config/vpcs", ...)

or as ``python -m simulator --site tokyo=ap-northeast-1 --site osaka=ap-northeast-3 --directory DIR``.
The nouns of the API are in `simulator.prism`, one module each. Beside it, `simulator.aws` is a local AWS,
`simulator.console` an NC2 console, and `simulator.cloud` all of them together.
"""

from simulator.prism.http import Running, serve
from simulator.prism.model import SiteSpec
from simulator.prism.world import World

__all__ = ["Running", "SiteSpec", "World", "serve"]
