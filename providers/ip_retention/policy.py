"""The verdict of each captured EC2 instance and its VM. Pure decisions, with one sentence each, and never a guess.

A verdict is one of: ``retained`` (nothing to do), ``change`` (new NICs come, then old NICs go), ``waits`` (the instance
has no VM yet), ``left out`` (the instance is terminated) and ``refused`` (a person must decide).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network
from typing import Literal

from capture import NO_NAME, TERMINATED
from prism.networking import Subnet
from prism.vmm import Vm
from providers.ip_retention.inputs import Captured
from providers.ip_retention.place import Place, in_words

Kind = Literal["retained", "change", "waits", "left out", "refused"]


@dataclass(frozen=True)
class Journal:
    """The record of a VM: its NICs before the first change, and the addresses that it has been given."""

    originals: tuple[Mapping[str, str], ...] = ()
    vm_id: str = ""
    parked: bool = False
    retained_as: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """The verdict of one instance. The NICs ``remove`` (ids) become the NICs ``add``; the rest come first, then go.

    ``blocked_by``: VMs with a verdict of their own that have an address of ``add`` and will free it.
    """

    kind: Kind
    sentence: str
    vm: Vm | None = None
    want: tuple[Place, ...] = ()
    add: tuple[Place, ...] = ()
    remove: tuple[str, ...] = ()
    blocked_by: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scene:
    """What Prism Central shows: its VMs without stale copies, the subnets of the overlay, and other users of addresses.

    ``others``: (subnet id, address) -> what has the address, if it is no NIC of one of the VMs.
    """

    vms: Sequence[Vm]
    subnets: Sequence[Subnet]
    others: Mapping[tuple[str, str], str] = field(default_factory=dict)


class Refused(Exception):
    """A person must decide. The message says what to decide."""


class Waits(Exception):
    """It is too early. The message says what is missing."""


def verdicts(
    captured: Mapping[str, Captured],
    journals: Mapping[str, Journal],
    prefixes: Mapping[str, str],
    scene: Scene,
    *,
    again: bool = False,
) -> dict[str, Verdict]:
    """One verdict per captured instance, by instance id.

    A VM that is recorded as retained is not examined again, because a later failover may have changed it. With
    ``again`` it is.
    """
    book = _Book(captured, prefixes, scene)
    found = {}
    for key, instance in captured.items():
        journal = journals.get(key, Journal())
        if journal.retained_as and list(journal.retained_as) == instance.addresses and not again:
            found[key] = Verdict("retained", f"retained at {', '.join(journal.retained_as)}")
            continue
        found[key] = _verdict(book, key, instance, journal)
    return blocked(found, scene)


def _verdict(book: _Book, key: str, instance: Captured, journal: Journal) -> Verdict:
    notes = tuple(f"its record contradicts itself: {difference}" for difference in instance.drift)
    try:
        if instance.state == TERMINATED:
            return Verdict("left out", "its instance is terminated")
        vm = book.vm_of(instance)
        places = book.places_of(key, instance)
        return _steps(vm, places, book.removable(vm, instance, journal), notes)
    except Refused as refused:
        return Verdict("refused", str(refused), notes=notes)
    except Waits as waits:
        return Verdict("waits", str(waits), notes=notes)


def _steps(vm: Vm, places: tuple[Place, ...], removable: set[str], notes: tuple[str, ...]) -> Verdict:
    nics = vm.nics or []
    add = tuple(place for place in places if not any(place.taken_by(nic) for nic in nics))
    right = {nic.id for nic in nics for place in places if place.taken_by(nic)}
    remove = tuple(nic.id for nic in nics if nic.id in removable and nic.id not in right)
    kept = [nic.label for nic in nics if nic.id not in right and nic.id not in remove]
    if kept:
        notes = (*notes, f"it keeps {', '.join(kept)}, which its instance did not have")
    at = ", ".join(place.address for place in places)
    if not add and not remove:
        return Verdict("retained", f"has {at}", vm, places, notes=notes)
    return Verdict("change", in_words(nics, add, remove), vm, places, add, remove, notes=notes)


class _Book:
    """The captured instances and the scene, indexed once."""

    def __init__(self, captured: Mapping[str, Captured], prefixes: Mapping[str, str], scene: Scene) -> None:
        live = {key: one for key, one in captured.items() if one.state != TERMINATED}
        self._rows: dict[str, list[str]] = {}
        for key, one in sorted(live.items()):
            self._rows.setdefault(one.name, []).append(key)
        self._wanted = Counter(address for one in live.values() for nic in one.nics for address in _all(nic))
        self._captured = live
        self._prefixes = {name: IPv4Network(cidr) for name, cidr in prefixes.items()}
        self._subnets: dict[str, list[Subnet]] = {}
        for subnet in scene.subnets:
            self._subnets.setdefault(subnet.name or "", []).append(subnet)
        self._ids = {subnet.id for subnet in scene.subnets if subnet.name in prefixes}
        self._by_name: dict[str, list[Vm]] = {}
        self._by_folded: dict[str, list[Vm]] = {}
        for vm in scene.vms:
            self._by_name.setdefault(vm.name or "", []).append(vm)
            self._by_folded.setdefault((vm.name or "").casefold(), []).append(vm)

    def vm_of(self, instance: Captured) -> Vm:
        """The one VM that has exactly the name of the instance."""
        if instance.name in NO_NAME:
            raise Refused(
                "the instance has no Name tag, so its VM cannot be found. Set the Name tag to the name of the VM, then "
                "capture again"
            )
        rows = self._rows[instance.name]
        if len(rows) > 1:
            raise Refused(
                f"{len(rows)} captured instances have the name '{instance.name}': {', '.join(rows)}. Only one of them "
                "is the VM. Rename the other instances or delete their rows, then capture again"
            )
        found = self._by_name.get(instance.name, [])
        if len(found) > 1:
            ids = ", ".join(sorted(vm.id for vm in found))
            raise Refused(f"{len(found)} VMs have the name '{instance.name}': {ids}. Rename or delete all but one")
        if found:
            return found[0]
        alike = sorted(vm.label for vm in self._by_folded.get(instance.name.casefold(), []))
        if alike:
            raise Refused(
                f"there is no VM '{instance.name}', but there is '{', '.join(alike)}' in another letter case. Rename "
                "the VM or the instance"
            )
        raise Waits(f"there is no VM '{instance.name}' yet. It was not moved yet, or it has another name")

    def places_of(self, key: str, instance: Captured) -> tuple[Place, ...]:
        """The wanted NICs of the VM."""
        if not instance.nics:
            raise Refused("its record has no address. Capture the instance again with --via api")
        return tuple(self._place(key, nic.address, tuple(nic.secondary)) for nic in instance.nics)

    def _place(self, key: str, address: str, secondary: tuple[str, ...]) -> Place:
        for one in (address, *secondary):
            if self._wanted[one] > 1:
                also = [
                    other.label(row)
                    for row, other in self._captured.items()
                    if row != key and one in [held for nic in other.nics for held in _all(nic)]
                ]
                whose = ", ".join(also) or "another NIC of the same instance"
                raise Refused(f"{one} was captured for {whose}, too. Capture again, then delete the wrong row")
        subnet = self._subnet_of(address)
        for one in secondary:
            if IPv4Address(one) not in _prefix(subnet):
                raise Refused(f"its secondary address {one} is outside {_prefix(subnet)}, the subnet of {address}")
        return Place(subnet.id, address, secondary)

    def _subnet_of(self, address: str) -> Subnet:
        ip = IPv4Address(address)
        names = [name for name, prefix in self._prefixes.items() if ip in prefix]
        if not names:
            known = ", ".join(str(prefix) for prefix in self._prefixes.values()) or "none"
            raise Refused(f"{address} is outside the overlay's subnets ({known}). Add its subnet to overlay.subnets")
        name = names[0]
        found = self._subnets.get(name, [])
        if not found:
            raise Refused(f"the overlay VPC has no subnet '{name}' for {address} yet. Run pulumi up, then run it again")
        if len(found) > 1:
            ids = ", ".join(sorted(subnet.id for subnet in found))
            raise Refused(f"the overlay VPC has {len(found)} subnets '{name}': {ids}. Rename or delete all but one")
        prefix = _prefix(found[0])
        if prefix != self._prefixes[name]:
            raise Refused(f"subnet '{name}' for {address} has the prefix {prefix}; expected {self._prefixes[name]}")
        gateway = found[0].ipv4.default_gateway_ip if found[0].ipv4 else None
        if ip in (prefix.network_address, prefix.broadcast_address) or (gateway and gateway.value == address):
            raise Refused(f"{address} cannot be the address of a VM in subnet '{name}' ({prefix}): AHV reserves it")
        return found[0]

    def removable(self, vm: Vm, instance: Captured, journal: Journal) -> set[str]:
        """The NICs of Nutanix Move: the recorded ones, or all in the overlay if there are no more than captured."""
        here = [nic for nic in vm.nics or [] if nic.subnet_id in self._ids]
        if journal.originals and journal.vm_id == vm.id:
            recorded = {str(nic["id"]) for nic in journal.originals}
            return {nic.id for nic in here if journal.parked or nic.id in recorded}
        if len(here) > len(instance.nics):
            labels = ", ".join(nic.label for nic in here)
            raise Refused(
                f"VM '{vm.label}' has {len(here)} NICs in the subnets of the overlay ({labels}), and its instance had "
                f"{len(instance.nics)}. It cannot be told which of them Nutanix Move added. Remove the extra ones, "
                "then run pulumi up again"
            )
        return {nic.id for nic in here}


def _all(nic: object) -> tuple[str, ...]:
    return (nic.address, *nic.secondary)  # type: ignore[attr-defined]


def _prefix(subnet: Subnet) -> IPv4Network:
    if subnet.ipv4 is None:
        raise Refused(f"subnet '{subnet.label}' ({subnet.id}) has no prefix, so no NIC can have an address in it")
    return IPv4Network(str(subnet.ipv4.ip_subnet), strict=False)


def blocked(found: Mapping[str, Verdict], scene: Scene) -> dict[str, Verdict]:
    """The verdicts with ``blocked_by`` set, or refused if an address is in use and will not be freed."""
    held = {(nic.subnet_id, nic.ip): (vm, nic) for vm in scene.vms for nic in vm.nics or [] if nic.ip}
    leaving = {nic_id for verdict in found.values() if verdict.kind == "change" for nic_id in verdict.remove}

    def look(verdict: Verdict) -> Verdict:
        if verdict.kind != "change" or verdict.vm is None:
            return verdict
        holders: list[str] = []
        for place in verdict.add:
            for address in (place.address, *place.secondary):
                vm, nic = held.get((place.subnet_id, address), (None, None))
                other = scene.others.get((place.subnet_id, address))
                if other or (vm and vm.id != verdict.vm.id and nic and nic.id not in leaving):
                    who = f"VM '{vm.label}' ({vm.id})" if vm else other
                    return Verdict(
                        "refused", f"{address} is in use by {who}. Free the address", verdict.vm, notes=verdict.notes
                    )
                if vm and vm.id != verdict.vm.id:
                    holders.append(vm.id)
        return Verdict(**{**vars(verdict), "blocked_by": tuple(dict.fromkeys(holders))})

    return {key: look(verdict) for key, verdict in found.items()}


def parked_first(waiting: Mapping[str, Verdict]) -> str | None:
    """The first instance of a circle of VMs that wait for one another, or None if there is no circle."""
    by_vm = {verdict.vm.id: key for key, verdict in waiting.items() if verdict.vm}
    for start in sorted(waiting):
        seen: list[str] = []
        key: str | None = start
        while key is not None and key not in seen:
            seen.append(key)
            key = next((by_vm[vm] for vm in waiting[key].blocked_by if vm in by_vm), None)
        if key is not None:
            return min(seen[seen.index(key) :])
    return None
