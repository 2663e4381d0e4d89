"""Paired Prism Centrals share categories, protection policies and recovery plans.

assumed: both ways, with the same extIds; the later change wins; what changes while the link is down is caught up later.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from simulator.prism.world.store import Record

if TYPE_CHECKING:
    from simulator.prism.world.site import Site
    from simulator.prism.world.world import World

_Key = tuple[str, str]


def run(world: World) -> None:
    """Deliver what sites have to tell one another, as far as the links are up."""
    for site in world.sites.values():
        if not site.outbox or not all(world.connected(site, peer) for peer in site.peers()):
            continue
        waiting, site.outbox = list(site.outbox), {}
        for peer in site.peers():
            for key in waiting:
                _deliver(site, peer, key)
                # The peer's own store has heard of the change; it has nothing new to tell about it.
                peer.outbox.pop(key, None)


def _deliver(site: Site, peer: Site, key: _Key) -> None:
    mine, theirs = site.store.get(*key), peer.store.get(*key)
    their_version = max(theirs.version if theirs else 0, peer.tombstones.get(key, 0))
    if mine is None:
        if theirs is not None and site.tombstones.get(key, 0) > their_version:
            peer.store.remove(theirs)
    elif mine.version > their_version and not _twin(peer, mine):
        peer.store.add(copy.deepcopy(mine))
    elif theirs is not None and theirs.version > mine.version:
        site.store.add(copy.deepcopy(theirs))
        site.outbox.pop(key, None)


def _twin(peer: Site, mine: Record) -> bool:
    """Whether the peer made the same category by itself while the link was down; each then keeps its own."""
    if mine.kind != "category":
        return False
    found = peer.store.where("category", key=mine.data["key"], value=mine.data["value"])
    return any(other.ext_id != mine.ext_id for other in found)
