"""A set of floating IPs as Prism Central shows it, in the words of the declaration. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from prism.networking import FloatingIp
from providers.floating_ips.changes import Member, changes, kept


def seen(
    members: Mapping[str, Member],
    live: Mapping[str, list[FloatingIp]],
    wanted: Mapping[str, str],
    absent: Collection[str],
) -> dict[str, Member]:
    """The members that exist: as declared where they agree with it or wait for a VM that is ``absent``."""
    return {
        name: members[name] if name in absent or _agrees(name, found, wanted) else _leads(kept(found))
        for name, found in live.items()
    }


def _agrees(name: str, floating_ips: list[FloatingIp], wanted: Mapping[str, str]) -> bool:
    return name in wanted and not any(changes({name: wanted[name]}, (), {name: floating_ips}))


def _leads(floating_ip: FloatingIp) -> Member:
    elsewhere = None if floating_ip.leads_nowhere else str(floating_ip.association_status)
    return Member(vm_nic_id=floating_ip.nic_id or elsewhere)
