"""Members of a set of floating IPs whose VM is not here yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pulumi

from errors import OperatorError
from prism.networking import FloatingIp
from providers.base import PREVIEW, central, tell_silence
from providers.floating_ips.changes import Member, kept
from providers.floating_ips.run import live_members
from providers.floating_ips.targets import targets


def waiting(members: Mapping[str, Member], live: Mapping[str, list[FloatingIp]]) -> list[str]:
    """The members that should lead to a VM and lead to nothing, by name."""
    idle = {name for name, found in live.items() if kept(found).leads_nowhere}
    return sorted(name for name, member in members.items() if member.vm and name in idle)


def arrived(owner: str, members: Mapping[str, Member], waited_for: Iterable[str]) -> list[str]:
    """The waiting members whose VM is here now and has no floating IP yet. Says so for each of them.

    Empty if Prism Central does not answer.
    """
    try:
        client = central(PREVIEW)
        found, _ = targets(client, {name: members[name] for name in waited_for if name in members})
        # A recovery from a recovery point store has led the floating IPs of the restored VMs itself.
        live = live_members(client, owner) if found else {}
    except OperatorError as error:
        tell_silence(error)
        return []
    come = sorted(name for name, nic in found.items() if name not in live or kept(live[name]).nic_id != nic)
    for name in come:
        pulumi.log.info(f"Floating IP '{name}' will lead to VM '{members[name].vm}', which is here now.")
    return come
