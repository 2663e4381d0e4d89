"""The nouns of the namespace networking, and the address management that others share.

`ipv4` reads and writes the address objects of the API; `ipam` knows which addresses of a subnet are free.
"""

from simulator.prism.networking import cloud_routes, floating_ip, ipam, ipv4

__all__ = ["cloud_routes", "floating_ip", "ipam", "ipv4"]
