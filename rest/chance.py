"""Random parts of pauses, so that those who wait for the same thing do not come back together."""

import random

CHANCE = random.Random()
"""Not the one of the module `random`, which others seed. A test that replays a run seeds this one."""


def jitter(least: float, most: float) -> float:
    """A number between these two."""
    return CHANCE.uniform(least, most)
