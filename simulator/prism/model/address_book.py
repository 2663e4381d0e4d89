"""Which NIC holds which IPv4 address of which subnet of a site."""

from __future__ import annotations

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
        self._noted: dict[str, tuple[str, int | None]] = {}

    def note(self, nic: Record, *, removed: bool = False) -> None:
        """Take note of a NIC that was stored, changed or removed."""
        known = self._noted.pop(nic.ext_id, None)
        if known is not None:
            subnet_id, held = known
            self._nics[subnet_id].pop(nic.ext_id)
            if held is not None:
                self._held[subnet_id].pop(held, None)
        if not removed:
            subnet_id, ip = nic.data["nicNetworkInfo"]["subnet"]["extId"], nic_address(nic)
            held = int(ip) if ip else None
            self._noted[nic.ext_id] = subnet_id, held
            self._nics.setdefault(subnet_id, {})[nic.ext_id] = nic
            if held is not None:
                self._held.setdefault(subnet_id, {})[held] = nic

    def nics(self, subnet_id: str) -> list[Record]:
        """The NICs of a subnet, oldest first."""
        return list(self._nics.get(subnet_id, {}).values())

    def held(self, subnet_id: str) -> Mapping[int, Record]:
        """The addresses of a subnet, as numbers, and the NIC that holds each."""
        return self._held.get(subnet_id, {})
