"""A simulator of Nutanix Prism Central (v4 REST API): paired sites, with replication and recovery between them.

It knows nothing of who uses it. In process::

    world = World([SiteSpec("tokyo", "ap-northeast-1"), SiteSpec("osaka", "ap-northeast-3")])
    with serve(world) as running:
        requests.get(running.endpoints["tokyo"] + "/api/networking/v4.0/config/vpcs", ...)

or as ``python -m simulator --site tokyo=ap-northeast-1 --site osaka=ap-northeast-3 --directory DIR``.
A noun of the API is one module of this package; modules whose name begins with an underscore are machinery.
"""

from simulator.prism.http.server import Running, serve
from simulator.prism.world.spec import SiteSpec
from simulator.prism.world.world import World

__all__ = ["Running", "SiteSpec", "World", "serve"]
