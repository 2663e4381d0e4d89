"""What two paired sites agree on: each shared entity with its parts, changed here, there, or on both sides.

A policy, a plan with its stages, settings and mappings, or a category is one whole: a change of a part changes it.
"""

from __future__ import annotations

from simulator.prism.model import Record, Site, hidden, nouns

Key = tuple[str, str]
IN_SYNC, OUT_OF_SYNC, SYNCING = "IN_SYNC", "OUT_OF_SYNC", "SYNCING"


def whole_of(site: Site, peer: Site, key: Key) -> Key:
    """The entity that this one belongs to: itself, or its parent."""
    record = site.store.get(*key) or peer.store.get(*key)
    if record is None or record.parent is None:
        return key
    parents = (kind for kind in (nouns()[key[0]].parent,) if kind)
    return (next(parents), record.parent)


def members(site: Site, whole: Key) -> set[Key]:
    """The entity and its parts, as far as a site has them."""
    found = {whole} if site.store.get(*whole) else set()
    kinds = [kind for kind, noun in nouns().items() if noun.synchronised and noun.parent == whole[0]]
    return found | {(kind, record.ext_id) for kind in kinds for record in site.store.all(kind, whole[1])}


def agree(*records: Record) -> None:
    """Note that these copies of one entity are the same now."""
    for record in records:
        hidden.of_shared(record)["agreed"] = record.version


def changed_by(site: Site, peer: Site, whole: Key) -> bool:
    """Whether a site has changed the entity, or a part of it, since both agreed."""
    return any(_changed(site, peer, key) for key in members(site, whole) | members(peer, whole))


def same(site: Site, peer: Site, whole: Key) -> bool:
    """Whether both sites have the entity and its parts in the same versions."""
    return all(
        (mine := site.store.get(*key)) and (theirs := peer.store.get(*key)) and mine.version == theirs.version
        for key in members(site, whole) | members(peer, whole)
    )


def in_conflict(site: Site, peer: Site, whole: Key) -> bool:
    """Whether both sites have changed the entity since they agreed: neither takes the other's then."""
    if same(site, peer, whole) or not peer.store.get(*whole):
        # What only one side has, or has left, is delivered, unless the other side has removed what this one changed.
        return peer.tombstones.get(whole, 0) > 0 and changed_by(site, peer, whole) and bool(site.store.get(*whole))
    return changed_by(site, peer, whole) and changed_by(peer, site, whole)


def status(site: Site, peer: Site, whole: Key) -> str:
    """As `site` sees the entity with regard to `peer`. assumed: without a connection it knows its own changes only."""
    if not site.world.connected(site, peer):
        return OUT_OF_SYNC if changed_by(site, peer, whole) else IN_SYNC
    if same(site, peer, whole):
        return IN_SYNC
    waits = any(key in one.outbox for one in (site, peer) for key in members(site, whole) | members(peer, whole))
    return SYNCING if waits and not in_conflict(site, peer, whole) else OUT_OF_SYNC


def _changed(site: Site, peer: Site, key: Key) -> bool:
    mine, theirs = site.store.get(*key), peer.store.get(*key)
    if mine is None:
        return theirs is not None and site.tombstones.get(key, 0) > hidden.of_shared(theirs).get("agreed", 0)
    return mine.version > hidden.of_shared(mine).get("agreed", 0)
