"""Wanted NICs, and which of a VM's NICs becomes which of them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from prism.vmm import Nic


@dataclass(frozen=True)
class Place:
    """A wanted NIC: the id of its subnet and its addresses. ``mac`` is set for a recorded NIC that comes back."""

    subnet_id: str
    address: str
    secondary: tuple[str, ...] = ()
    mac: str = ""

    def taken_by(self, nic: Nic) -> bool:
        """True if the NIC has this subnet and address."""
        return (nic.subnet_id, nic.ip) == (self.subnet_id, self.address)

    def fits(self, nic: Nic) -> bool:
        """Whether the NIC can become this one in place: the action knows no secondary addresses and no MAC address."""
        return not self.secondary and self.mac in ("", nic.mac_address)


def moves(nics: Sequence[Nic], add: Sequence[Place], remove: Sequence[str]) -> list[tuple[Place, Nic]]:
    """The NICs that would go, each with the wanted one that it becomes in place, and so keeps its MAC address."""
    going = [nic for nic in nics if nic.id in remove]
    return [(place, nic) for place, nic in zip(add, going, strict=False) if place.fits(nic)]


def in_words(nics: Sequence[Nic], add: Sequence[Place], remove: Sequence[str]) -> str:
    """``NIC with 172.30.1.200 gets 172.30.1.34``, and what comes and goes where that is not enough."""
    moved = moves(nics, add, remove)
    done, gone = {place for place, _ in moved}, {nic.id for _, nic in moved}
    parts = [f"NIC with {nic.ip or 'no address'} gets {place.address}" for place, nic in moved]
    coming = [place.address for place in add if place not in done]
    going = [nic.label for nic in nics if nic.id in remove and nic.id not in gone]
    parts += [f"NIC with {', '.join(coming)} comes"] if coming else []
    parts += (
        [f"then NIC with {', '.join(going)} goes" if coming else f"NIC with {', '.join(going)} goes"] if going else []
    )
    return ", ".join(parts)
