"""A simulated NC2 console over HTTPS: clusters on AWS whose nodes join one by one.

    estate = Estate([Seeded("nc2-osaka", "ap-northeast-3", "ap-northeast-3a", "i4i.metal", 3)])
    with serve(estate) as running:
        running.endpoint, running.ca_bundle, running.api_key, running.key_id

Give a cluster a `told` function, and its nodes appear in the simulated Prism Central of the site as they join.
"""

from simulator.console.cluster import Seeded
from simulator.console.estate import Estate
from simulator.console.prism_site import PrismSite
from simulator.console.server import Running, serve

__all__ = ["Estate", "PrismSite", "Running", "Seeded", "serve"]
