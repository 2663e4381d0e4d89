"""VM-VM anti-affinity policies: VMs of a category run on different hosts. API: ``vmm/v4.x/ahv/policies``."""

from __future__ import annotations

from prism.collection import Collection
from prism.model import Entity, Reference


class VmAntiAffinityPolicy(Entity):
    """``categories`` say which VMs are kept apart."""

    name: str | None = None
    categories: list[Reference] | None = None

    @property
    def placed(self) -> frozenset[str]:
        """The ids of the categories whose VMs it places."""
        return frozenset(one.ext_id for one in self.categories or [])


class VmAntiAffinityPolicies(Collection[VmAntiAffinityPolicy]):
    """The VM-VM anti-affinity policies of a Prism Central."""

    namespace, path, kind = "vmm", "ahv/policies/vm-anti-affinity-policies", "VM-VM anti-affinity policy"
    model = VmAntiAffinityPolicy
