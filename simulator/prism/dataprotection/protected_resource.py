"""Protected resource: the protection of a VM, as its site shows it.

/api/dataprotection/v4.N/config/protected-resources/{vmExtId}.
"""

from __future__ import annotations

import math
from types import MappingProxyType

from simulator.prism.model import (
    Done,
    Json,
    Noun,
    Record,
    Site,
    Snapshot,
    fields,
    hidden,
    invalid,
    not_found,
    require,
    seconds_of,
)
from simulator.prism.recovery import Protection, point_restore, points_with, protections


class ProtectedResource(Noun):
    """Derived from the VM, its policies and its recovery points at each look. There is no list.

    assumed: a VM of which only recovery points are here is a protected resource here, too; it can be restored or
    promoted. Promoting does not need synchronous protection.
    """

    kind = "protected_resource"
    namespace = "dataprotection"
    path = "config/protected-resources"
    object_type = "dataprotection.v4.config.ProtectedResource"
    verbs = frozenset({"get"})
    actions = MappingProxyType({"promote": "promote", "restore": "restore"})
    responses = MappingProxyType({"promote": "ProtectedResourcePromote", "restore": "ProtectedResourceRestore"})
    fields = fields(
        "entityExtId entityType sourceSiteReference siteProtectionInfo replicationStates consistencyGroupExtId"
        " categoryFqNames"
    )

    def find(self, site: Site, ext_id: str) -> Record:
        vm = site.store.get("vm", ext_id)
        if vm is not None and hidden.of_vm(vm).get("protection"):
            return Record(self.kind, ext_id, _described(site, vm), version=vm.version)
        points = _points(site, ext_id)
        if vm is not None or not points:
            raise not_found("protected resource", ext_id)
        point, held = points[-1]
        return Record(self.kind, ext_id, _replicated(site, ext_id, held), version=point.version)

    def shape_action(self, name: str, body: Json) -> None:
        if name == "restore":
            require(body, "clusterExtId")

    def promote(self, site: Site, record: Record, body: Json) -> Done:
        """Restore a VM here from its newest recovery point."""
        return self._restored(site, record, None)

    def restore(self, site: Site, record: Record, body: Json) -> Done:
        """Restore a VM as it was at restoreTime, or at its newest recovery point."""
        site.require_cluster(body["clusterExtId"])
        return self._restored(site, record, body.get("restoreTime"))

    def _restored(self, site: Site, record: Record, at: str | None) -> Done:
        latest = seconds_of(at) if at else math.inf
        points = [held for _, held in _points(site, record.ext_id) if held["at"] <= latest]
        if not points:
            raise invalid(f"VM {record.ext_id} has no recovery point{f' as of {at}' if at else ''} at {site.name}.")
        vm = point_restore.restore(site, points[-1])
        return Done((("vmm:ahv:config:vm", vm.ext_id, vm.name),), {"vmExtIds": vm.ext_id})


def _points(site: Site, vm_id: str) -> list[tuple[Record, Snapshot]]:
    return [(point, held) for point, held in points_with(site, vm_id) if not held["retired"]]


def _replicated(site: Site, vm_id: str, held: Snapshot) -> Json:
    """A VM that lives at another site, as its newest recovery point shows it."""
    remote = site.world.site_of(held["source"])
    source = {"domainManagerExtId": held["source"], "clusterExtId": remote.cluster_id if remote else None}
    return {
        "$objectType": ProtectedResource.object_type,
        "$reserved": {},
        "extId": vm_id,
        "entityExtId": vm_id,
        "entityType": "VM",
        "sourceSiteReference": source,
        "siteProtectionInfo": [_site_info(site, vm_id)],
        "categoryFqNames": _category_names(site, held["vm"].get("categories", [])),
    }


def _category_names(site: Site, categories: list[Json]) -> list[str]:
    found = [site.store.get("category", c["extId"]) for c in categories]
    return [f"{c.data['key']}/{c.data['value']}" for c in found if c]


def _described(site: Site, vm: Record) -> Json:
    here = {"domainManagerExtId": site.domain_manager_id, "clusterExtId": site.cluster_id}
    mine = [p for p in protections(site) if p.key in hidden.of_vm(vm)["protection"]]
    return {
        "$objectType": ProtectedResource.object_type,
        "$reserved": {},
        "extId": vm.ext_id,
        "entityExtId": vm.ext_id,
        "entityType": "VM",
        "sourceSiteReference": here,
        "siteProtectionInfo": [
            _site_info(site, vm.ext_id),
            *(_site_info(p.target, vm.ext_id) for p in mine if p.target),
        ],
        "replicationStates": [_state(site, vm, p) for p in mine if p.target],
        "categoryFqNames": _category_names(site, vm.data["categories"]),
    }


def _site_info(at: Site, vm_id: str) -> Json:
    times = [point.data["creationTime"] for point, _ in points_with(at, vm_id)]
    ranges = [{"startTime": times[0], "endTime": times[-1]}] if times else []
    return {
        "recoveryInfo": {"restorableTimeRanges": ranges},
        "locationReference": {"domainManagerExtId": at.domain_manager_id, "clusterExtId": at.cluster_id},
    }


def _state(site: Site, vm: Record, protection: Protection) -> Json:
    assert protection.target is not None
    target = protection.target
    times = [held["at"] for _, held in points_with(target, vm.ext_id)]
    age = site.world.clock.now() - max(times, default=0.0)
    status = "SYNCING" if not times else "IN_SYNC" if age <= 2 * protection.interval else "OUT_OF_SYNC"
    return {
        "protectionPolicyExtId": protection.policy_id,
        "recoveryPointObjectiveSeconds": protection.objective,
        "replicationStatus": status if site.world.connected(site, target) else "OUT_OF_SYNC",
        "targetSiteReference": {"domainManagerExtId": target.domain_manager_id, "clusterExtId": target.cluster_id},
    }
