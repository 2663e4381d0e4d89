"""A site without its cluster: its Prism Central ran on it and is gone as well, until a cluster is made anew."""

from __future__ import annotations

from simulator.prism.model import AddressBook, Site
from simulator.prism.vms import nodes
from simulator.prism.world import seed


def take_away(site: Site) -> None:
    """The cluster is terminated: nothing answers here any more, and nothing of it is left."""
    if site.absent:
        return
    world = site.world
    world.set_links({site.name: "down"})
    for kind in site.store.kinds():
        for record in site.store.all(kind):
            # Not `remove`: paired sites must not be told that what they share was deleted.
            site.store.drop_quietly(kind, record.ext_id)
            world.changes.note(site.name, record, removed=True)
    for kept in (site.outbox, site.tombstones, site.unsent, site.retired):
        kept.clear()
    site.addresses = AddressBook()
    _note(site, absent=True)


def bring(site: Site, count: int) -> None:
    """A new cluster, as NC2 leaves it, of so many nodes; one that is there already only changes its nodes.

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
