"""The way back: what becomes of each machine when its recorded NICs are put back."""

from __future__ import annotations

from collections.abc import Mapping

from prism.vmm import Nic
from providers.ip_retention.inputs import Captured
from providers.ip_retention.policy import Journal, Place, Scene, Verdict, blocked


def rollbacks(
    captured: Mapping[str, Captured], journals: Mapping[str, Journal], prefixes: Mapping[str, str], scene: Scene
) -> dict[str, Verdict]:
    """A verdict for every captured machine, by instance id; ``retained`` means that nothing is recorded of it."""
    ours = {subnet.id for subnet in scene.subnets if subnet.name in prefixes}
    return blocked({key: _back(one, journals.get(key, Journal()), ours, scene) for key, one in captured.items()}, scene)


def _back(machine: Captured, journal: Journal, ours: set[str], scene: Scene) -> Verdict:
    """The recorded NICs come back with their cards' addresses; what retention gave goes."""
    if not journal.originals:
        return Verdict("left out", "nothing is recorded of it: retention never changed it, or it is rolled back")
    vm = next((vm for vm in scene.vms if vm.id == journal.vm_id), None)
    if vm is None:
        return Verdict("refused", f"its VM {journal.vm_id} is not here any more. Move it again")
    nics = vm.nics or []
    cards = {other.mac_address for one in scene.vms for other in one.nics or []}
    places = tuple(
        Place(one["subnet_id"], one["address"], mac=one["mac"] if one["mac"] not in cards else "")
        for one in journal.originals
        if one["address"]
    )
    # One that had no address is known by its id alone, and only while it is there.
    lost = [one["id"] for one in journal.originals if not one["address"] and one["id"] not in {nic.id for nic in nics}]
    if lost:
        return Verdict("refused", f"its NIC {', '.join(lost)} had no address to put back. Add one by hand", vm)
    add = tuple(place for place in places if not any(place.taken_by(nic) for nic in nics))
    remove = tuple(
        nic.id
        for nic in nics
        if nic.subnet_id in ours
        and (nic.ip in machine.addresses or journal.parked)
        and not any(place.taken_by(nic) for place in places)
    )
    coming, going = (", ".join(names) or "no NIC" for names in ([p.address for p in add], _labels(nics, remove)))
    return Verdict("change", f"NIC with {coming} comes back, then {going} goes", vm, places, add, remove)


def _labels(nics: list[Nic], ids: tuple[str, ...]) -> list[str]:
    return [nic.label for nic in nics if nic.id in ids]
