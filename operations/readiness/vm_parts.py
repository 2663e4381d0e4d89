"""What protected VMs have that their category does not bring: disks of volume groups, GPUs, virtual TPMs, policies.

assumed: an affinity policy stays in the Prism Central where it was made. So policies are seen at the active site alone.
"""

from collections.abc import Iterator

from operations.look import Check, Status, Survivor
from operations.readiness.guest_tools import protected
from prism import PrismCentral, PrismError
from prism.vmm import Vm, VmAntiAffinityPolicies, VmHostAffinityPolicies
from providers.recovery import not_brought

_NAME = "VM parts"
_EXPECTED = "comes with its VM"


def look(survivor: Survivor) -> list[Check]:
    vms = protected(survivor)
    if not vms:
        return [Check.unknown(_NAME, survivor.name, "no VM's parts are known here", "See replication age.")]
    told = [(vm, part.partition(". ")) for vm in vms for part in not_brought(vm)]
    with_parts = {vm.id for vm, _ in told}
    whole = f"{len(vms) - len(with_parts)} of {len(vms)} VMs have disks and NICs of their own alone"
    return [
        *(Check(_NAME, Status.WARN, vm.label, found, _EXPECTED, f"{todo}.") for vm, (found, _, todo) in told),
        *(_held(survivor, vms) if survivor.model.is_active else ()),
        Check(_NAME, Status.PASS, survivor.name, whole, "come with their VMs"),
    ]


def _held(survivor: Survivor, vms: list[Vm]) -> Iterator[Check]:
    """The VMs that an affinity policy of this site places."""
    other = survivor.other
    try:
        policies = list(_policies(survivor.prism))
    except PrismError as error:
        yield Check.unknown(_NAME, survivor.name, f"affinity policies: {error}", f"Compare them with {other} by hand.")
        return
    for vm in vms:
        for kind, name, categories in policies:
            if any(vm.has_category(one) for one in categories):
                todo = f"Make a policy of that kind in {other} too, for hosts of its own. Nothing carries it over."
                yield Check(_NAME, Status.WARN, vm.label, f"is placed by the {kind} '{name}'", _EXPECTED, todo)


def _policies(prism: PrismCentral) -> Iterator[tuple[str, str, frozenset[str]]]:
    """The kind, the name and the categories of VMs of each policy."""
    for host in VmHostAffinityPolicies(prism).list():
        yield VmHostAffinityPolicies.kind, host.label, host.placed
    for anti in VmAntiAffinityPolicies(prism).list():
        yield VmAntiAffinityPolicies.kind, anti.label, anti.placed
