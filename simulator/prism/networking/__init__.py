"""The nouns of the namespace networking, and the address management that others share.

`ipv4` reads and writes the address objects of the API; `ipam` knows which addresses of a subnet are free.
"""

from simulator.prism.networking import floating_ip, ipam, ipv4, transit_vpc_prefixes

__all__ = ["floating_ip", "ipam", "ipv4", "transit_vpc_prefixes"]
