"""``python -m tests.histories 123`` replays that seed and prints it; ``0 500`` lives through them and counts."""

from __future__ import annotations

import sys
import time

from tests.histories.figures import Figures
from tests.histories.lab.laboratory import laboratory
from tests.histories.life import live
from tests.histories.script.generator import history
from tests.histories.world.estate import Estate


def main(first: int, end: int | None) -> int:
    """Answers how many histories violate something."""
    figures, began = Figures(), time.monotonic()
    with laboratory() as lab:
        estate = Estate.make(lab)
        for seed in range(first, first + 1 if end is None else end):
            life = live(lab, estate, history(seed))
            figures.add(life)
            if end is None:
                print(life)
            elif life.violations:
                print(f"{seed}: {life.violations[0]}", flush=True)
        print(f"{figures}\n{time.monotonic() - began:.0f} seconds")
        for what, count in sorted(lab.wire.boundaries.items()):
            print(f"{count:6} {what}")
    return len(figures.bad)


if __name__ == "__main__":
    sys.exit(min(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None), 1))
