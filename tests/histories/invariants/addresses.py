"""NICs, addresses and floating IPs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tests.histories.invariants.found import Found
from tests.histories.log.moment import Moment

_ADDRESSED = ("vm.created", "vm.recovered", "vm.nics")


def no_vm_is_without_its_nic(seen: Sequence[Moment]) -> Found:
    """Every VM has a NIC with an address at every moment."""
    for now in seen:
        copy = now.copies.get(now.event.subject)
        if now.event.kind in _ADDRESSED and copy is not None and not copy.addresses:
            yield now.event, f"{copy.name} in {copy.site} has no NIC with an address."


def a_vm_keeps_its_address(seen: Sequence[Moment]) -> Found:
    """A VM of the workload has the same addresses in every copy."""
    first: dict[str, tuple[str, ...]] = {}
    for now in seen:
        copy = now.copies.get(now.event.subject)
        if now.event.kind in _ADDRESSED and copy is not None and copy.workload:
            had = first.setdefault(copy.lineage, copy.addresses)
            if had != copy.addresses:
                yield now.event, f"{copy.name} had {had} and has {copy.addresses} in {copy.site}."


def every_address_is_unique(seen: Sequence[Moment]) -> Found:
    """No two VMs of a site have one address, and no two different VMs that run have one anywhere in the workload."""
    for now in seen:
        if not now.event.kind.startswith("vm."):
            continue
        held = Counter((copy.site, ip) for copy in now.copies.values() for ip in copy.addresses)
        for (site, ip), count in held.items():
            if count > 1:
                yield now.event, f"{count} VMs in {site} have {ip}."
        runs = [copy for copy in now.copies.values() if copy.on and copy.workload]
        owners = {(ip, copy.lineage) for copy in runs for ip in copy.addresses}
        for ip, count in Counter(ip for ip, _ in owners).items():
            if count > 1:
                yield now.event, f"{count} different VMs run with {ip}."


def a_nic_has_one_floating_ip(seen: Sequence[Moment]) -> Found:
    """No two floating IPs of a site lead to one NIC."""
    for now in seen:
        if now.event.kind == "floating-ips":
            nics = Counter(nic for nic in now.floating[now.event.site].values() if nic)
            for nic, count in nics.items():
                if count > 1:
                    yield now.event, f"{count} floating IPs of {now.event.site} lead to NIC {nic}."
