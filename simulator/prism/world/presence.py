"""A site that loses its cluster, and with it its Prism Central, until a new cluster is made."""

from __future__ import annotations

from simulator.prism.model import Site
from simulator.prism.vms import nodes
from simulator.prism.world import seed


def take_away(site: Site) -> None:
    """Terminate the cluster: its Prism Central stops answering, and all its entities are gone."""
    if site.absent:
        return
    world = site.world
    world.set_links({site.name: "down"})
    for kind in site.store.kinds():
        for record in site.store.all(kind):
            # Not `remove`: paired sites must not be told that shared entities were deleted.
            site.store.drop_quietly(kind, record.ext_id)
            world.changes.note(site.name, record, removed=True)
    for kept in (site.outbox, site.tombstones, site.unsent, site.retired):
        kept.clear()
    site.forget_all()
    _note(site, absent=True)


def bring(site: Site, count: int) -> None:
    """Make a new cluster of so many nodes, as NC2 leaves it. A cluster that is there already only changes its nodes.

    assumed: a new Prism Central is paired with nobody and has no recovery point store.
    """
    if not site.absent:
        nodes.resize(site, count)
        return
    _note(site, absent=False)
    seed.seed(site, stores=False)
    seed.identify(site)
    nodes.resize(site, count)
    site.world.set_links({site.name: "up"})


def _note(site: Site, *, absent: bool) -> None:
    site.absent = absent
    site.world.order("absent", site.name, {"absent": absent})
