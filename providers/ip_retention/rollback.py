"""Mode ``rollback``: the verdict of each VM that gets its recorded NICs back."""

from __future__ import annotations

from collections.abc import Mapping

from providers.ip_retention.inputs import Captured
from providers.ip_retention.place import Place, in_words
from providers.ip_retention.policy import Journal, Scene, Verdict, blocked


def rollbacks(
    captured: Mapping[str, Captured], journals: Mapping[str, Journal], prefixes: Mapping[str, str], scene: Scene
) -> dict[str, Verdict]:
    """One verdict per captured instance, by instance id. ``left out`` means that no NIC is recorded."""
    ours = {subnet.id for subnet in scene.subnets if subnet.name in prefixes}
    return blocked({key: _back(one, journals.get(key, Journal()), ours, scene) for key, one in captured.items()}, scene)


def _back(instance: Captured, journal: Journal, ours: set[str], scene: Scene) -> Verdict:
    """The recorded NICs come back with their MAC addresses, and the NICs of the retention go."""
    if not journal.originals:
        return Verdict("left out", "no NIC is recorded: the retention never changed it, or it is rolled back already")
    vm = next((vm for vm in scene.vms if vm.id == journal.vm_id), None)
    if vm is None:
        return Verdict("refused", f"VM {journal.vm_id} does not exist any more. Move the instance again")
    nics = vm.nics or []
    cards = {other.mac_address for one in scene.vms for other in one.nics or []}
    places = tuple(
        Place(one["subnet_id"], one["address"], mac=one["mac"] if one["mac"] not in cards else "")
        for one in journal.originals
        if one["address"]
    )
    # A NIC that had no address is known by its id alone, and only as long as it exists.
    lost = [one["id"] for one in journal.originals if not one["address"] and one["id"] not in {nic.id for nic in nics}]
    if lost:
        return Verdict(
            "refused", f"NIC {', '.join(lost)} is gone and had no address to put back. Add a NIC by hand", vm
        )
    add = tuple(place for place in places if not any(place.taken_by(nic) for nic in nics))
    remove = tuple(
        nic.id
        for nic in nics
        if nic.subnet_id in ours
        and (nic.ip in instance.addresses or journal.parked)
        and not any(place.taken_by(nic) for place in places)
    )
    return Verdict("change", in_words(nics, add, remove) or "its NICs are back", vm, places, add, remove)
