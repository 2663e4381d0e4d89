"""VM-VM anti-affinity policy. /api/vmm/v4.N/ahv/policies/vm-anti-affinity-policies."""

from __future__ import annotations

from simulator.prism.model import Json, Noun, Record, Site, fields


class VmAntiAffinityPolicy(Noun):
    """Kept and shown. This simulator places no VM by it.

    assumed: a policy stays in the Prism Central where it was made; pairing carries none over.
    """

    kind = "vm_anti_affinity_policy"
    namespace = "vmm"
    path = "ahv/policies/vm-anti-affinity-policies"
    object_type = "vmm.v4.ahv.policies.VmAntiAffinityPolicy"
    plural = "VmAntiAffinityPolicies"
    rel = "vmm:ahv:policies:vm-anti-affinity-policy"
    required = ("name", "categories")
    readonly = frozenset({"createTime", "updateTime", "createdBy", "updatedBy"}) | {
        "numCompliantVms",
        "numNonCompliantVms",
        "numPendingVms",
    }
    fields = fields(
        "name description createTime updateTime createdBy updatedBy categories numCompliantVms numNonCompliantVms"
        " numPendingVms"
    )

    def check(self, site: Site, body: Json, old: Record | None, parent: str | None) -> None:
        for category in body.get("categories", []):
            site.store.require("category", category["extId"])
