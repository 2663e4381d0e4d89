"""Which Prism Centrals are registered with one another: each keeps a registration of the other."""

from __future__ import annotations

from simulator.prism.model import Json, Record, Site, nouns
from simulator.prism.pairing.synchronisation import share_everything


def pair(one: Site, other: Site) -> None:
    """Register two sites with one another. Each then tells the other everything it shares."""
    if one is other or other in one.peers():
        return
    for site, remote in ((one, other), (other, one)):
        ext_id = site.world.new_id()
        entity = {"$objectType": nouns()["registration"].object_type, "$reserved": {}, "extId": ext_id}
        site.store.add(Record("registration", ext_id, entity | _registration(remote), site.domain_manager_id))
        share_everything(site)
    one.world.replication_dirty = True


def part(site: Site, remote: Site) -> None:
    """Take the registrations of both sites away, or only those of `site` where the link is down."""
    reachable = site.world.reachable(site, remote)
    for here, there in ((site, remote), (remote, site)) if reachable else ((site, remote),):
        for record in here.store.where("registration", remoteClusterExtId=there.domain_manager_id):
            here.store.remove(record)


def _registration(remote: Site) -> Json:
    details = {
        "$objectType": "prism.v4.management.RemoteCluster",
        "name": remote.spec.prism_central_name,
        "externalAddress": {"ipv4": {"value": "127.0.0.1"}},
        "clusterType": "DOMAIN_MANAGER",
    }
    return {"remoteClusterExtId": remote.domain_manager_id, "remoteClusterDetails": details}
