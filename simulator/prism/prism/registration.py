"""Registration: another Prism Central that this one is paired with, and the actions that pair and part them.

GET /api/prism/v4.N/management/domain-managers/{domainManagerExtId}/registrations,
POST .../management/domain-managers/{extId}/$actions/register and unregister.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from simulator.prism.model import (
    Done,
    Json,
    Noun,
    Record,
    Refusal,
    SchemaRefusal,
    Site,
    fields,
    in_use,
    invalid,
    not_found,
    require,
)
from simulator.prism.pairing import pair, part

_HTTPS = 9440
_LOOPBACK = frozenset({"127.0.0.1", "localhost"})


class Registration(Noun):
    """A remote Prism Central is found by address and port among the world's sites, or by its name.

    assumed: registering is enough for replication and recovery between the two. A policy or plan that names the remote
    forbids unregistering it.
    """

    kind = "registration"
    namespace = "prism"
    path = "management/domain-managers/{domain_manager}/registrations"
    object_type = "prism.v4.management.Registration"
    plural = "Registration"
    verbs = frozenset({"list", "get"})
    since = 2
    computed = frozenset({"connectivityStatus"})
    fields = fields("remoteClusterExtId connectivityStatus remoteClusterDetails metadata")
    acts_on = "domain_manager"
    action_path = "management/domain-managers/{domain_manager}"
    actions = MappingProxyType({"register": "register", "unregister": "unregister"})
    responses = MappingProxyType({"register": "Register", "unregister": "Unregister"})
    actions_since = MappingProxyType({"register": 0, "unregister": 0})
    dry_runs = True

    def view(self, site: Site, record: Record) -> Json:
        remote = site.world.site_of(record.data["remoteClusterExtId"])
        connected = remote is not None and site.world.connected(site, remote)
        return {**record.data, "connectivityStatus": "CONNECTED" if connected else "DISCONNECTED"}

    def etags(self, site: Site, record: Record) -> set[str]:
        # Terraform registers with the ETag of the domain manager, and unregisters with that of a cluster.
        clusters = [cluster for one in (site, *site.peers()) for cluster in one.store.all("cluster")]
        return {record.etag, *(cluster.etag for cluster in clusters)}

    def shape_action(self, name: str, body: Json) -> None:
        if name == "unregister":
            require(body, "extId")
            return
        remote = body.get("remoteCluster", {})
        if "remoteCluster" not in remote:
            # AOSRemoteClusterSpec and ClusterReference are for Prism Elements. There is only one here.
            raise SchemaRefusal(("remoteCluster.remoteCluster", "Must be a DomainManagerRemoteClusterSpec."))
        require(remote["remoteCluster"], "address", "credentials", within="remoteCluster.remoteCluster")

    def check_action(self, site: Site, name: str, record: Record, body: Json) -> None:
        if name == "unregister":
            _check_unused(site, _registered(site, body["extId"]))
            return
        asked = body["remoteCluster"]["remoteCluster"]
        remote = _found(site, asked)
        if remote is site or remote in site.peers():
            message = f"Prism Central {remote.spec.prism_central_name} is registered already."
            raise Refusal(409, "ALREADY_REGISTERED", message)
        if not site.world.reachable(site, remote):
            raise Refusal(503, "CONNECTIVITY", f"Prism Central {remote.spec.prism_central_name} cannot be reached.")
        given = asked["credentials"].get("authentication", {})
        if (given.get("username"), given.get("password")) != (site.world.username, site.world.password):
            message = f"Prism Central {remote.spec.prism_central_name} refused the credentials."
            raise Refusal(401, "UNAUTHENTICATED", message)

    def register(self, site: Site, record: Record, body: Json) -> Done:
        """Pair with the remote. Each side then lists the other."""
        remote = _found(site, body["remoteCluster"]["remoteCluster"])
        pair(site, remote)
        return _affected(remote)

    def unregister(self, site: Site, record: Record, body: Json) -> Done:
        """Part from the remote. Shared entities stay at both sites."""
        remote = _registered(site, body["extId"])
        part(site, remote)
        return _affected(remote)


def _affected(remote: Site) -> Done:
    name, ext_id = remote.spec.prism_central_name, remote.domain_manager_id
    return Done(
        affected=(("prism:management:domain_manager", ext_id, name), ("clustermgmt:config:cluster", ext_id, name))
    )


def _found(site: Site, asked: Json) -> Site:
    address: Any = asked["address"]
    name = str(address.get("ipv4", address.get("fqdn", {})).get("value"))
    port = asked.get("port", _HTTPS)
    for remote in site.world.sites.values():
        if name == remote.spec.prism_central_name or (
            name in _LOOPBACK and port in (remote.port, *remote.gateway_ports)
        ):
            return remote
    raise invalid(f"There is no Prism Central at {name}:{port}.", "CONNECTIVITY")


def _registered(site: Site, ext_id: str) -> Site:
    remote = site.world.site_of(ext_id)
    if remote is None or remote not in site.peers():
        raise not_found("registered Prism Central", ext_id)
    return remote


def _check_unused(site: Site, remote: Site) -> None:
    for plan in site.store.all("recovery_plan"):
        ends = {plan.data[side]["domainManagerExtId"] for side in ("primaryLocation", "recoveryLocation")}
        if remote.domain_manager_id in ends:
            raise in_use(f"Prism Central {remote.spec.prism_central_name} is in use by recovery plan {plan.name}.")
    for policy in site.store.all("protection_policy"):
        if remote.domain_manager_id in {p["domainManagerExtId"] for p in policy.data["replicationLocations"]}:
            raise in_use(f"Prism Central {remote.spec.prism_central_name} is in use by policy {policy.name}.")
