"""The changes after which every member has its floating IP and the floating IP leads to its NIC. Pure decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from prism.networking import FloatingIp
from providers.base import Address, Part, owner_of


class Member(Part):
    """Leads to the NIC ``vm_nic_id``, or to the NIC of ``vm`` with ``private_ip``. Without any of them: to nothing."""

    vm_nic_id: str | None = None
    vm: str | None = None
    private_ip: Address | None = None


@dataclass(frozen=True)
class Change:
    """``verb`` is add, lead, free or remove. ``nic_id`` is the NIC that the floating IP will lead to, or empty."""

    verb: str
    member: str
    ext_id: str = ""
    nic_id: str = ""


def of_owner(found: Iterable[FloatingIp], owner: str) -> dict[str, list[FloatingIp]]:
    """The live floating IPs by member. The marker counts, and the name does not."""
    live: dict[str, list[FloatingIp]] = {}
    for floating_ip in found:
        marked = owner_of(floating_ip.description)
        if marked.startswith(f"{owner}/"):
            live.setdefault(marked.removeprefix(f"{owner}/"), []).append(floating_ip)
    return live


def kept(floating_ips: list[FloatingIp]) -> FloatingIp:
    """The floating IP in use, or the first one. A killed run may have left several for one member."""
    return next((one for one in floating_ips if not one.leads_nowhere), floating_ips[0])


def changes(
    targets: Mapping[str, str], waiting: Iterable[str], live: Mapping[str, list[FloatingIp]]
) -> tuple[list[Change], list[Change]]:
    """Two lists: first free and remove, then lead and add.

    ``targets`` are the NICs of the members (empty: nothing). A member that is ``waiting`` for its VM gets a floating IP
    that leads to nothing, or keeps the one it has.
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
    """True if it leads to a NIC although it should lead to nothing, or if another member needs that NIC."""
    if not targets[member]:
        return not floating_ip.leads_nowhere
    wanted_by_another = any(nic == floating_ip.nic_id for other, nic in targets.items() if other != member)
    return floating_ip.nic_id != targets[member] and bool(floating_ip.nic_id) and wanted_by_another


def in_words(olds: Mapping[str, Any], news: Mapping[str, Any]) -> list[str]:
    """One sentence per member that will change between two declarations."""
    sentences = []
    for member in sorted(olds.keys() | news.keys()):
        old, new = olds.get(member), news.get(member)
        if old is None:
            sentences.append(f"Floating IP '{member}' will be added and will lead to {_place(new)}.")
        elif new is None:
            sentences.append(f"Floating IP '{member}' will be released; it leads to {_place(old)}.")
        elif _place(old) != _place(new):
            sentences.append(f"Floating IP '{member}' will move from {_place(old)} to {_place(new)}.")
    return sentences


def _place(member: Any) -> str:
    if not isinstance(member, Mapping):
        return "a place not known yet"
    if member.get("vm"):
        return f"VM '{member['vm']}' at {member.get('private_ip')}"
    if "vm_nic_id" not in member or member["vm_nic_id"] is None:
        return "nothing"
    return f"NIC {member['vm_nic_id']}" if isinstance(member["vm_nic_id"], str) else "a NIC not known yet"
