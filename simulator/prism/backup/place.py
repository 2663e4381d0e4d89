"""Where backups are: an S3 bucket, or a cluster. A place outlives every site that has backed up to it."""

from __future__ import annotations

from typing import Any

from simulator.prism.model import Json, WorldState

KEPT = 4
"""How many restore points of a Prism Central a place keeps. assumed."""


def place_of(location: Json) -> str:
    """The name of a place, by the location of a backup target or a restore source."""
    if "providerConfig" in location:
        return f"s3://{location['providerConfig']['bucketName']}"
    config = location["config"]
    return f"cluster:{config.get('extId') or config.get('remoteCluster', {}).get('address')}"


def points_in(world: WorldState, place: str) -> dict[str, list[Json]]:
    """The restore points in a place by the id of their Prism Central, oldest first."""
    held: dict[str, dict[str, list[Json]]] = world.ordered.setdefault("backups", {})
    return held.setdefault(place, {})


def keep(world: WorldState, place: str, domain_manager_id: str, point: dict[str, Any]) -> None:
    """Add a restore point; the oldest of too many goes."""
    points = points_in(world, place).setdefault(domain_manager_id, [])
    points.append(point)
    del points[:-KEPT]
    world.changes.note_settings()
