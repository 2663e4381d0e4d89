"""Every objectType the simulator sends is a class of an official SDK, in the module its name says."""

from __future__ import annotations

import importlib

from tests.sdk.side._world import World


def simulator_sends_no_object_type_that_the_sdks_do_not_know(world: World) -> None:
    unknown = []
    for name in world.given["types"]:
        try:
            # Each SDK brings its own copy of the common types.
            sdk = "prism" if name.startswith("common.") else name.split(".")[0]
            module = importlib.import_module(f"ntnx_{sdk}_py_client.models.{name}")
        except ModuleNotFoundError:
            unknown.append(name)
        else:
            assert hasattr(module, name.rsplit(".", 1)[-1])
    assert not unknown, unknown
