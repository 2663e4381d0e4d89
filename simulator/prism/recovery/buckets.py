"""Recovery points in S3 buckets. Every site with a store on a bucket shows the points in it."""

from __future__ import annotations

import copy

from simulator.prism.model import Record, Site, WorldState, hidden
from simulator.prism.recovery.recovery_points import trim


def put(world: WorldState, point: Record, bucket: str, keep: int) -> None:
    """Put a point into a bucket. All sites with a store on the bucket show it under one extId."""
    ext_id = world.new_id()
    for site in world.sites.values():
        for store in site.store.all("recovery_point_store"):
            if store.data["bucket"]["bucketName"] == bucket:
                _show(site, store, point, ext_id)
                trim(site, "stored_recovery_point", str(point.parent), keep)


def look_into_buckets(site: Site) -> None:
    """Show in the stores of a new site what their buckets hold already."""
    mine = {str(store.data["bucket"]["bucketName"]): store for store in site.store.all("recovery_point_store")}
    known = {point.ext_id for point in site.store.all("stored_recovery_point")}
    for other in site.world.sites.values():
        buckets = {
            store.ext_id: store.data["bucket"]["bucketName"] for store in other.store.all("recovery_point_store")
        }
        for point in other.store.all("stored_recovery_point"):
            store = mine.get(str(buckets.get(hidden.of_point(point)["store"])))
            if store is not None and point.ext_id not in known:
                known.add(point.ext_id)
                _show(site, store, point, point.ext_id)


def _show(site: Site, store: Record, point: Record, ext_id: str) -> None:
    """Add a copy of a point to what a store of a site shows."""
    data = {**copy.deepcopy(point.data), "extId": ext_id}
    facts = {**copy.deepcopy(point.hidden), "store": store.ext_id}
    site.store.add(Record("stored_recovery_point", ext_id, data, point.parent, facts))
