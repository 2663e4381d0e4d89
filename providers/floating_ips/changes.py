"""What has to change so that every member of the set has its floating IP, leading where it should: pure decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from prism.networking import FloatingIp
from providers.base import Address, Part, owner_of


class Member(Part):
    """Leads to a NIC by its id, or by its VM's name and its address, or (all left out) to nothing yet."""

    vm_nic_id: str | None = None
    vm: str | None = None
    private_ip: Address | None = None


@dataclass(frozen=True)
class Change:
    """``verb`` is add, lead, free or remove; ``nic_id`` where the floating IP is to lead, empty for nowhere."""

    verb: str
    member: str
    ext_id: str = ""
    nic_id: str = ""


def of_owner(found: Iterable[FloatingIp], owner: str) -> dict[str, list[FloatingIp]]:
    """The live floating IPs by member. Names do not count, only the marker does."""
    live: dict[str, list[FloatingIp]] = {}
    for floating_ip in found:
        marked = owner_of(floating_ip.description)
        if marked.startswith(f"{owner}/"):
            live.setdefault(marked.removeprefix(f"{owner}/"), []).append(floating_ip)
    return live


def kept(floating_ips: list[FloatingIp]) -> FloatingIp:
    """Of several that a killed run left for one member, the one in use, else the first."""
    return next((one for one in floating_ips if not one.leads_nowhere), floating_ips[0])


def changes(
    targets: Mapping[str, str], waiting: Iterable[str], live: Mapping[str, list[FloatingIp]]
) -> tuple[list[Change], list[Change]]:
    """What to free or remove, and, after all that, what to lead somewhere or add.

    ``targets`` are the members' NICs (empty: nowhere). A member ``waiting`` for its VM gets an address that leads
    nowhere, and keeps what it has.
    """
    held = set(waiting)
    first: list[Change] = []
    for member, floating_ips in live.items():
        keep = kept(floating_ips) if member in targets or member in held else None
        first += [Change("remove", member, one.id) for one in floating_ips if one is not keep]
        if keep is not None and member in targets and _must_be_freed(member, keep, targets):
            first.append(Change("free", member, keep.id))
    then = [Change("add", member) for member in sorted(held) if member not in live]
    for member, nic_id in targets.items():
        if member not in live:
            then.append(Change("add", member, nic_id=nic_id))
        elif (nic_id and kept(live[member]).nic_id != nic_id) or kept(live[member]).name != member:
            then.append(Change("lead", member, kept(live[member]).id, nic_id))
    return first, then


def _must_be_freed(member: str, floating_ip: FloatingIp, targets: Mapping[str, str]) -> bool:
    """Whether it leads where nothing, or another member's floating IP, should lead."""
    if not targets[member]:
        return not floating_ip.leads_nowhere
    wanted_by_another = any(nic == floating_ip.nic_id for other, nic in targets.items() if other != member)
    return floating_ip.nic_id != targets[member] and bool(floating_ip.nic_id) and wanted_by_another


def in_words(olds: Mapping[str, Any], news: Mapping[str, Any]) -> list[str]:
    """Each member's change between two declarations, a sentence each."""
    sentences = []
    for member in sorted(olds.keys() | news.keys()):
        old, new = olds.get(member), news.get(member)
        if old is None:
            sentences.append(f"Floating IP '{member}' is added and leads to {_place(new)}.")
        elif new is None:
            sentences.append(f"Floating IP '{member}' is given back; it led to {_place(old)}.")
        elif _place(old) != _place(new):
            sentences.append(f"Floating IP '{member}' moves from {_place(old)} to {_place(new)}.")
    return sentences


def _place(member: Any) -> str:
    if not isinstance(member, Mapping):
        return "a place not known yet"
    if member.get("vm"):
        return f"VM '{member['vm']}' at {member.get('private_ip')}"
    if "vm_nic_id" not in member or member["vm_nic_id"] is None:
        return "nothing"
    return f"NIC {member['vm_nic_id']}" if isinstance(member["vm_nic_id"], str) else "a NIC not known yet"
