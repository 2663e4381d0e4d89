"""The world of paired sites: how it begins, how it goes on, and how it is kept on disk.

Importing this package makes every noun of the API known.
"""

from simulator.prism.world import nutanix_move, presence, seed
from simulator.prism.world.discovery import discover
from simulator.prism.world.journal import take_up
from simulator.prism.world.simulation import World

__all__ = ["World", "nutanix_move", "presence", "seed", "take_up"]

discover()
