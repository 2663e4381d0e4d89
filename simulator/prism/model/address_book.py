"""Which NIC holds which IPv4 address of which subnet of a site."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Mapping
from ipaddress import IPv4Address

from simulator.prism.model.record import Record


def nic_address(nic: Record) -> IPv4Address | None:
    """The primary address of a NIC; None for a NIC without one."""
    given = nic.data["nicNetworkInfo"].get("ipv4Config", {}).get("ipAddress")
    return IPv4Address(given["value"]) if given else None


class AddressBook:
    """The NICs of each subnet and the addresses they hold, kept current as NICs come, change and go."""

    def __init__(self) -> None:
        self._nics: dict[str, dict[str, Record]] = {}
        self._held: dict[str, dict[int, Record]] = {}
        self._sorted: dict[str, list[int]] = {}
        self._noted: dict[str, tuple[str, int | None]] = {}
        self._full: dict[str, dict[int, int]] = {}
        """By subnet: an address -> the first one after it that may be free. All between the two are held."""

    def note(self, nic: Record, *, removed: bool = False) -> None:
        """Take note of a NIC that was stored, changed or removed."""
        known = self._noted.pop(nic.ext_id, None)
        if known is not None:
            subnet_id, held = known
            self._nics[subnet_id].pop(nic.ext_id)
            if held is not None and held in self._held[subnet_id]:
                del self._held[subnet_id][held]
                numbers = self._sorted[subnet_id]
                del numbers[bisect_left(numbers, held)]
        if not removed:
            subnet_id, ip = nic.data["nicNetworkInfo"]["subnet"]["extId"], nic_address(nic)
            held = int(ip) if ip else None
            self._noted[nic.ext_id] = subnet_id, held
            self._nics.setdefault(subnet_id, {})[nic.ext_id] = nic
            if held is not None:
                addresses = self._held.setdefault(subnet_id, {})
                if held not in addresses:
                    insort(self._sorted.setdefault(subnet_id, []), held)
                addresses[held] = nic
        if known is not None and known[1] is not None and known != self._noted.get(nic.ext_id):
            self._free(known[0], known[1])

    def _free(self, subnet_id: str, number: int) -> None:
        """An address is held no longer: it may be found again."""
        full = self._full.get(subnet_id, {})
        full.update({start: number for start, end in full.items() if start <= number < end})

    def nics(self, subnet_id: str) -> list[Record]:
        """The NICs of a subnet, oldest first."""
        return list(self._nics.get(subnet_id, {}).values())

    def nic_count(self, subnet_id: str) -> int:
        """How many NICs a subnet has."""
        return len(self._nics.get(subnet_id, ()))

    def first_not_held(self, subnet_id: str, start: int) -> int:
        """The first address from `start` on that no NIC holds. What was found before is not looked at again."""
        full, held = self._full.setdefault(subnet_id, {}), self.held(subnet_id)
        number = full.get(start, start)
        while number in held:
            number += 1
        full[start] = number
        return number

    def count(self, subnet_id: str, first: int, last: int) -> int:
        """How many addresses of a range NICs hold."""
        numbers = self._sorted.get(subnet_id, [])
        return bisect_right(numbers, last) - bisect_left(numbers, first)

    def held(self, subnet_id: str) -> Mapping[int, Record]:
        """The addresses of a subnet, as numbers, and the NIC that holds each."""
        return self._held.get(subnet_id, {})
