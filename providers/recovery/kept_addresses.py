"""Whether a recovered VM has the addresses that its recovery point has. Pure.

A network mapping asks Prism Central to keep addresses; nothing promises that it does. An address that AHV's address
management (IPAM) assigned can be assigned again. One that only the guest knows needs Nutanix Guest Tools (NGT).

assumed: the NICs of a recovered VM keep their MAC addresses or their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from prism.vmm import Nic, Vm


@dataclass(frozen=True)
class Destination:
    """Where an address belongs after a recovery: the id of its subnet (empty: not known), and the address there."""

    subnet_id: str
    address: str


Target = Callable[[str, str], Destination | None]
"""From the VM's id at the source and its address there; None for an address that no network mapping names."""


@dataclass(frozen=True)
class Astray:
    """A NIC of a recovered VM that does not have the address of its recovery point.

    ``assigned``: AHV assigned the address, so it can do so again. ``found`` is empty where no address was seen.
    """

    vm: Vm
    nic: Nic
    wanted: Destination
    found: str
    assigned: bool

    @property
    def unseen(self) -> bool:
        """Whether nothing can be said yet: only the guest knows the address, and it was not seen so far."""
        return not self.found and not self.assigned

    @property
    def sentence(self) -> str:
        """What came, and what was expected."""
        came = f"came up with {self.found}" if self.found else "came up without an address"
        return f"{self.vm.label} {came}; its recovery point has {self.wanted.address}"


def astray(source_id: str, captured: Vm, now: Vm, target: Target) -> Iterator[Astray]:
    """The NICs of ``now`` that do not have the address which ``captured`` has, and those without a NIC at all."""
    for was, nic in _pairs(captured, now):
        wanted = target(source_id, was.ip) if was.ip else None
        if wanted is not None and nic.ip != wanted.address:
            yield Astray(now, nic, wanted, nic.ip or "", is_assigned(was))


def is_assigned(nic: Nic) -> bool:
    """Whether AHV assigned the NIC's address, and the guest gets it by DHCP or has it as AHV knows it."""
    network = nic.network
    return bool(network and network.ipv4_config and network.ipv4_config.ip_address)


def of_guest(vm: Vm) -> list[str]:
    """The addresses that only the guest knows: seen on the wire, and assigned by nobody here."""
    return [nic.ip for nic in vm.nics or [] if nic.ip and not is_assigned(nic)]


def _pairs(captured: Vm, now: Vm) -> Iterable[tuple[Nic, Nic]]:
    """Each captured NIC with the recovered one: by MAC address, else by its place among the VM's NICs."""
    left = list(now.nics or [])
    found: list[tuple[Nic, Nic]] = []
    waiting: list[tuple[int, Nic]] = []
    for place, was in enumerate(captured.nics or []):
        same = next((nic for nic in left if was.mac_address and nic.mac_address == was.mac_address), None)
        if same is None:
            waiting.append((place, was))
        else:
            left.remove(same)
            found.append((was, same))
    for place, was in waiting:
        here = (now.nics or [])[place : place + 1]
        nic = here[0] if here and here[0] in left else next(iter(left), None)
        if nic is not None:
            left.remove(nic)
            found.append((was, nic))
    return found
