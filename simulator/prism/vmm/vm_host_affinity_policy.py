"""VM-host affinity policy. /api/vmm/v4.N/ahv/policies/vm-host-affinity-policies."""

from __future__ import annotations

from simulator.prism.model import Json, Noun, Record, Site, fields


class VmHostAffinityPolicy(Noun):
    """Kept and shown. This simulator places no VM by it.

    assumed: a policy stays in the Prism Central where it was made; pairing carries none over.
    """

    kind = "vm_host_affinity_policy"
    namespace = "vmm"
    path = "ahv/policies/vm-host-affinity-policies"
    object_type = "vmm.v4.ahv.policies.VmHostAffinityPolicy"
    plural = "VmHostAffinityPolicies"
    rel = "vmm:ahv:policies:vm-host-affinity-policy"
    required = ("name", "vmCategories", "hostCategories")
    readonly = frozenset({"createTime", "updateTime", "createdBy", "lastUpdatedBy"}) | {
        "numVms",
        "numHosts",
        "numCompliantVms",
        "numNonCompliantVms",
    }
    fields = fields(
        "name description createTime updateTime createdBy lastUpdatedBy vmCategories hostCategories numVms numHosts"
        " numCompliantVms numNonCompliantVms"
    )

    def check(self, site: Site, body: Json, old: Record | None, parent: str | None) -> None:
        for category in (*body.get("vmCategories", []), *body.get("hostCategories", [])):
            site.store.require("category", category["extId"])
