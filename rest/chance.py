"""Random parts of pauses, so that those who wait for the same thing do not come back together."""

import random

# Not the one of the module `random`: that is shared with whoever seeds it.
_OWN = random.Random()


def jitter(least: float, most: float) -> float:
    """A number between these two."""
    return _OWN.uniform(least, most)
