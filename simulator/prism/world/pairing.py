"""Which Prism Centrals are registered with one another: each keeps a registration of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.prism.json import Json
from simulator.prism.noun import nouns
from simulator.prism.world.store import Record

if TYPE_CHECKING:
    from simulator.prism.world.site import Site


def pair(one: Site, other: Site) -> None:
    """Register two sites with one another, both ways; they then tell one another all they have to share."""
    if one is other or other in one.peers():
        return
    for site, remote in ((one, other), (other, one)):
        ext_id = site.world.new_id()
        entity = {"$objectType": nouns()["registration"].object_type, "$reserved": {}, "extId": ext_id}
        site.store.add(Record("registration", ext_id, entity | _registration(remote), site.domain_manager_id))
        share_everything(site)
    one.world.replication_dirty = True


def part(site: Site, remote: Site) -> None:
    """Take the registrations away; where the link is down, only this side's."""
    reachable = site.world.reachable(site, remote)
    for here, there in ((site, remote), (remote, site)) if reachable else ((site, remote),):
        for record in here.store.where("registration", remoteClusterExtId=there.domain_manager_id):
            here.store.remove(record)


def share_everything(site: Site) -> None:
    """Line up all that a site has of the synchronised kinds, and what it has removed."""
    for kind in [k for k in site.store.kinds() if nouns()[k].synchronised]:
        site.outbox.update(dict.fromkeys((kind, record.ext_id) for record in site.store.all(kind)))
    site.outbox.update(dict.fromkeys(site.tombstones))


def _registration(remote: Site) -> Json:
    details = {
        "$objectType": "prism.v4.management.RemoteCluster",
        "name": remote.spec.prism_central_name,
        "externalAddress": {"ipv4": {"value": "127.0.0.1"}},
        "clusterType": "DOMAIN_MANAGER",
    }
    return {"remoteClusterExtId": remote.domain_manager_id, "remoteClusterDetails": details}
