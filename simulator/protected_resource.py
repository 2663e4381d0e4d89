"""Protected resource: a VM's protection as its site sees it.

GET /api/dataprotection/v4.N/config/protected-resources/{vmExtId}.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator import _replication
from simulator._json import Json, seconds_of
from simulator._noun import Noun, fields
from simulator._refusal import not_found
from simulator._store import Record

if TYPE_CHECKING:
    from simulator._site import Site


class ProtectedResource(Noun):
    """Made up at each look from the VM, its policies and its recovery points; there is no list."""

    kind = "protected_resource"
    namespace = "dataprotection"
    path = "config/protected-resources"
    object_type = "dataprotection.v4.config.ProtectedResource"
    verbs = frozenset({"get"})
    fields = fields(
        "entityExtId entityType sourceSiteReference siteProtectionInfo replicationStates consistencyGroupExtId"
        " categoryFqNames"
    )

    def find(self, site: Site, ext_id: str) -> Record:
        vm = site.store.get("vm", ext_id)
        if vm is None or not vm.hidden.get("protection"):
            raise not_found("protected resource", ext_id)
        return Record(self.kind, ext_id, _described(site, vm), version=vm.version)


def _described(site: Site, vm: Record) -> Json:
    here = {"domainManagerExtId": site.domain_manager_id, "clusterExtId": site.cluster_id}
    protections = [p for p in _replication.protections(site) if p.key in vm.hidden["protection"]]
    labels = [site.store.get("category", c["extId"]) for c in vm.data["categories"]]
    return {
        "$objectType": ProtectedResource.object_type,
        "$reserved": {},
        "extId": vm.ext_id,
        "entityExtId": vm.ext_id,
        "entityType": "VM",
        "sourceSiteReference": here,
        "siteProtectionInfo": [_site_info(site, vm), *(_site_info(p.target, vm) for p in protections if p.target)],
        "replicationStates": [_state(site, vm, p) for p in protections if p.target],
        "categoryFqNames": [f"{c.data['key']}/{c.data['value']}" for c in labels if c],
    }


def _site_info(at: Site, vm: Record) -> Json:
    times = sorted(p.data["creationTime"] for p in at.store.all("recovery_point", vm.ext_id))
    ranges = [{"startTime": times[0], "endTime": times[-1]}] if times else []
    return {
        "recoveryInfo": {"restorableTimeRanges": ranges},
        "locationReference": {"domainManagerExtId": at.domain_manager_id, "clusterExtId": at.cluster_id},
    }


def _state(site: Site, vm: Record, protection: _replication.Protection) -> Json:
    assert protection.target is not None
    target = protection.target
    times = [seconds_of(p.data["creationTime"]) for p in target.store.all("recovery_point", vm.ext_id)]
    age = site.world.clock.now() - max(times, default=0.0)
    status = "SYNCING" if not times else "IN_SYNC" if age <= 2 * protection.interval else "OUT_OF_SYNC"
    return {
        "protectionPolicyExtId": protection.policy_id,
        "recoveryPointObjectiveSeconds": protection.objective,
        "replicationStatus": status if site.world.connected(site, target) else "OUT_OF_SYNC",
        "targetSiteReference": {"domainManagerExtId": target.domain_manager_id, "clusterExtId": target.cluster_id},
    }
