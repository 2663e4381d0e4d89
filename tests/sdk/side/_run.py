"""The SDK side: runs a namespace's checks in their order, on what is given as JSON on stdin.

Prints JSON: check -> null, or the trace of what went wrong. Needs nothing but the SDKs' own environment.
"""

from __future__ import annotations

import importlib
import inspect
import json
import logging
import sys
import traceback

from tests.sdk.side._world import World


def main(namespace: str) -> int:
    logging.disable(logging.CRITICAL)
    world = World(json.load(sys.stdin))
    checks = importlib.import_module(f"tests.sdk.side.{namespace}")
    outcomes: dict[str, str | None] = {}
    for name, check in vars(checks).items():
        if inspect.isfunction(check) and check.__module__ == checks.__name__ and not name.startswith("_"):
            try:
                check(world)
                outcomes[name] = None
            except Exception:
                outcomes[name] = traceback.format_exc()
    json.dump(outcomes, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
