"""Paired Prism Centrals share categories, protection policies and recovery plans.

assumed: both ways, with the same extIds. Changes made while the link is down are delivered later. What both sites have
changed meanwhile stays apart until somebody forces one side's state upon the other: Nutanix's best practices for
disaster recovery say so.
"""

from __future__ import annotations

import copy

from simulator.prism.model import Record, Site, WorldState, nouns
from simulator.prism.pairing.agreement import Key, agree, in_conflict, members, whole_of


def run(world: WorldState) -> None:
    """Deliver what changed to the paired sites, where all links of a site are up."""
    for site in world.sites.values():
        if not site.outbox or not all(world.connected(site, peer) for peer in site.peers()):
            continue
        waiting, site.outbox = list(site.outbox), {}
        for peer in site.peers():
            apart = {whole for key in waiting if in_conflict(site, peer, whole := whole_of(site, peer, key))}
            for key in waiting:
                if whole_of(site, peer, key) not in apart:
                    _deliver(site, peer, key)
                # Storing the record has put it in the outbox of the peer, too; the peer has nothing new to tell.
                peer.outbox.pop(key, None)


def share_everything(site: Site) -> None:
    """Put all entities of the synchronised kinds, and all removals of such entities, in the outbox of a site."""
    for kind in [k for k in site.store.kinds() if nouns()[k].synchronised]:
        site.outbox.update(dict.fromkeys((kind, record.ext_id) for record in site.store.all(kind)))
    site.outbox.update(dict.fromkeys(site.tombstones))


def force(site: Site, peer: Site, whole: Key) -> None:
    """Give the peer this site's state of an entity and its parts, whatever it has changed there."""
    for key in members(peer, whole) - members(site, whole):
        theirs = peer.store.get(*key)
        if theirs is not None:
            peer.store.remove(theirs)
            peer.outbox.pop(key, None)
    for key in members(site, whole):
        mine = site.store.get(*key)
        if mine is not None:
            _give(peer, mine)


def _deliver(site: Site, peer: Site, key: Key) -> None:
    mine, theirs = site.store.get(*key), peer.store.get(*key)
    their_version = max(theirs.version if theirs else 0, peer.tombstones.get(key, 0))
    if mine is None:
        if theirs is not None and site.tombstones.get(key, 0) > their_version:
            peer.store.remove(theirs)
    elif mine.version > their_version and not _twin(peer, mine):
        _give(peer, mine)
    elif theirs is not None and theirs.version > mine.version:
        _give(site, theirs)
    elif theirs is not None and theirs.version == mine.version:
        agree(mine, theirs)


def _give(receiver: Site, record: Record) -> None:
    agree(record)
    receiver.store.add(copy.deepcopy(record))
    receiver.outbox.pop((record.kind, record.ext_id), None)


def _twin(peer: Site, mine: Record) -> bool:
    """Whether the peer made the same category while the link was down. Each site then keeps its own."""
    if mine.kind != "category":
        return False
    found = peer.store.where("category", key=mine.data["key"], value=mine.data["value"])
    return any(other.ext_id != mine.ext_id for other in found)
