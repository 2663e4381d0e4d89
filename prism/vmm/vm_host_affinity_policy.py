"""VM-host affinity policies: VMs of a category run on hosts of another. API: ``vmm/v4.x/ahv/policies``."""

from __future__ import annotations

from prism.collection import Collection
from prism.model import Entity, Reference


class VmHostAffinityPolicy(Entity):
    """``vm_categories`` say which VMs, ``host_categories`` which hosts."""

    name: str | None = None
    vm_categories: list[Reference] | None = None
    host_categories: list[Reference] | None = None

    @property
    def placed(self) -> frozenset[str]:
        """The ids of the categories whose VMs it places."""
        return frozenset(one.ext_id for one in self.vm_categories or [])


class VmHostAffinityPolicies(Collection[VmHostAffinityPolicy]):
    """The VM-host affinity policies of a Prism Central."""

    namespace, path, kind = "vmm", "ahv/policies/vm-host-affinity-policies", "VM-host affinity policy"
    model = VmHostAffinityPolicy
