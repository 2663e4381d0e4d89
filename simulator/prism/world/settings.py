"""What the control API sets, in the form that is kept on disk. All of it outlives a restart.

A setting that the control API has never changed comes from the arguments of each start.
"""

from __future__ import annotations

import contextlib

from simulator.prism.model import Json, WorldState

SET = ("recover_seconds", "replication_lag", "rate_limit")
"""Attributes of the world that keep the value set by the control API."""


def of(world: WorldState) -> Json:
    """The settings now."""
    clock = world.clock
    return {
        "links": world.links,
        "clock": {"mode": clock.mode, "offset": clock.offset, "base": clock.base},
        "replication": {s.name: {"unsent": s.unsent, "retired": s.retired} for s in world.sites.values()},
        "faults": world.faults.listed(),
        "ordered": world.ordered,
    }


def take_up(world: WorldState, kept: Json) -> None:
    """Apply settings that were read."""
    world.links.update({name: state for name, state in kept["links"].items() if name in world.links})
    for name, waiting in kept["replication"].items():
        if name in world.sites:
            site = world.sites[name]
            site.unsent = {ext_id: (to, keep) for ext_id, (to, keep) in waiting["unsent"].items()}
            site.retired = dict(waiting["retired"])
    world.ordered = kept.get("ordered", {})
    _apply(world)
    clock = kept["clock"]
    if clock["mode"] == world.clock.mode:
        world.clock.offset, world.clock.base = clock["offset"], clock["base"]
    world.faults.take_up(kept.get("faults", []))


def _apply(world: WorldState) -> None:
    ordered = world.ordered
    if "clock" in ordered:
        with contextlib.suppress(ValueError):  # the mode of the start counts when the kept one cannot follow it
            world.clock.change(ordered["clock"])
    for name in SET:
        setattr(world, name, ordered.get(name, getattr(world, name)))
    for name, values in [*ordered.get("capacity", {}).items(), *ordered.get("gateway", {}).items()]:
        if name in world.sites:
            for attribute, value in values.items():
                setattr(world.sites[name], attribute, value)
    for name, kept in ordered.get("absent", {}).items():
        if name in world.sites:
            world.sites[name].absent = bool(kept["absent"])
    world.versions = dict(ordered.get("versions", world.versions))
    for name, versions in ordered.get("site_versions", {}).items():
        world.site_versions[name] = dict(versions)
    if world.sessions and "session_seconds" in ordered:
        world.sessions.seconds = ordered["session_seconds"]
