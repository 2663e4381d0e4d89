"""Recovery point of VMs: at its source, replicated, or in an S3 bucket.

/api/dataprotection/v4.N/config/recovery-points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from simulator.prism.model import (
    Done,
    Json,
    Noun,
    Record,
    SchemaRefusal,
    Site,
    fields,
    hidden,
    invalid,
    require,
    seconds_of,
    timestamp,
)
from simulator.prism.recovery import point_restore, recovery_points

_MOST = 32
_WEEK = 7 * 24 * 3600.0
_REQUIRED = MappingProxyType(
    {
        "restore": (),
        "replicate": ("pcExtId", "clusterExtId"),
        "set-expiration-time": ("expirationTime",),
    }
)


class RecoveryPoint(Noun):
    """Protection policies make them. Clients make, restore, replicate and delete them, too.

    The header X-Cluster-Id with the value MST lists those in buckets, X-Recovery-Point-Store-Id those in one store.

    assumed: a point without an expiration time is kept for a week.
    """

    kind = "recovery_point"
    namespace = "dataprotection"
    path = "config/recovery-points"
    object_type = "dataprotection.v4.config.RecoveryPoint"
    rel = "dataprotection:config:recovery-point"
    required = ("vmRecoveryPoints",)
    lengths = MappingProxyType({"name": 256})
    verbs = frozenset({"list", "get", "create", "delete"})
    projected = True
    actions = MappingProxyType(
        {"restore": "restore", "replicate": "replicate", "set-expiration-time": "set_expiration_time"}
    )
    responses = MappingProxyType(
        {
            "restore": "RecoveryPointRestore",
            "replicate": "RecoveryPointReplicate",
            "set-expiration-time": "UpdateRecoveryPointExpirationTime",
        }
    )
    fields = fields(
        "ownerExtId locationReferences vmRecoveryPoints volumeGroupRecoveryPoints isSecure locationAgnosticId"
        " projectExtId name creationTime expirationTime status recoveryPointType totalExclusiveUsageBytes"
        " sourceLocation"
    )

    def shape(self, body: Json) -> None:
        super().shape(body)
        vms = [part.get("vmExtId") for part in body["vmRecoveryPoints"]]
        if None in vms or not 0 < len(set(vms)) == len(vms) <= _MOST:
            raise SchemaRefusal(("vmRecoveryPoints", f"Must name 1 to {_MOST} different VMs by vmExtId."))
        _check_time(body)

    def shape_action(self, name: str, body: Json) -> None:
        require(body, *_REQUIRED[name])
        _check_time(body)

    def narrow(self, site: Site, records: Sequence[Record], headers: Mapping[str, str]) -> Sequence[Record]:
        wanted = headers.get("x-cluster-id", "AOS")
        if wanted not in {"AOS", "MST"}:
            raise SchemaRefusal(("X-Cluster-Id", f"Must be AOS or MST, not {wanted}."), location="header")
        if wanted == "AOS":
            return records
        store = headers.get("x-recovery-point-store-id")
        stored = site.store.all("stored_recovery_point")
        return [point for point in stored if store in (None, hidden.of_point(point)["store"])]

    def find(self, site: Site, ext_id: str) -> Record:
        return site.store.get("stored_recovery_point", ext_id) or super().find(site, ext_id)

    def create(self, site: Site, ext_id: str, body: Json, parent: str | None) -> Record:
        vms = [site.store.require("vm", part["vmExtId"]) for part in body["vmRecoveryPoints"]]
        now = site.world.clock.now()
        expires = seconds_of(body["expirationTime"]) if "expirationTime" in body else now + _WEEK
        point = recovery_points.new_point(site, vms, now, expires)
        facts = hidden.of_point(point)
        facts["manual"], facts["expires"] = True, expires
        point.data.update({name: body[name] for name in ("name", "recoveryPointType") if name in body})
        site.store.save(point)
        recovery_points.plan_expiration(site, point)
        return point

    def done(self, record: Record, verb: str) -> Done:
        affected = ((self.rel, record.ext_id, record.name),)
        return Done(affected, {"recoveryPointExtId": record.ext_id} if verb == "create" else {})

    def restore(self, site: Site, record: Record, body: Json) -> Done:
        """Restore the VMs of the point, powered off."""
        site.require_cluster(body.get("clusterExtId", site.cluster_id))
        made = point_restore.restore_all(site, record, body.get("vmRecoveryPointRestoreOverrides", []))
        affected = tuple(("vmm:ahv:config:vm", vm.ext_id, vm.name) for vm in made)
        return Done(affected, {"vmExtIds": ",".join(vm.ext_id for vm in made)})

    def replicate(self, site: Site, record: Record, body: Json) -> Done:
        """Copy the point to a paired site, or from a bucket to this site."""
        target = site.world.site_of(body["pcExtId"])
        if target is None or not site.world.connected(site, target) or body["clusterExtId"] != target.cluster_id:
            raise invalid(f"There is no reachable cluster {body['clusterExtId']} of Prism Central {body['pcExtId']}.")
        copied = recovery_points.copy_to(target, record)
        hidden.of_point(copied)["manual"] = True
        return Done(((self.rel, copied.ext_id, copied.name),), {"recoveryPointExtId": copied.ext_id})

    def set_expiration_time(self, site: Site, record: Record, body: Json) -> Done:
        """Change the expiration time. A point whose time is over is removed."""
        expires = seconds_of(body["expirationTime"])
        hidden.of_point(record)["expires"] = expires
        record.data["expirationTime"] = timestamp(expires)
        site.store.touch(record)
        if record.kind == "recovery_point":
            recovery_points.plan_expiration(site, record)
        return self.done(record, "act")


def _check_time(body: Json) -> None:
    if "expirationTime" in body:
        try:
            seconds_of(body["expirationTime"])
        except (TypeError, ValueError):
            raise SchemaRefusal(("expirationTime", "Must be an RFC 3339 time.")) from None
