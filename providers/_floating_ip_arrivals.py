"""Members of a set of floating IPs whose VM is not there yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pulumi

from prism import PrismError
from prism.floating_ip import FloatingIp
from providers._client import PREVIEW, central
from providers._floating_ip_changes import Member, kept
from providers._floating_ip_targets import targets


def waiting(members: Mapping[str, Member], live: Mapping[str, list[FloatingIp]]) -> list[str]:
    """The members that should lead to a VM and lead to nothing."""
    idle = {name for name, found in live.items() if kept(found).leads_nowhere}
    return sorted(name for name, member in members.items() if member.vm and name in idle)


def arrived(members: Mapping[str, Member], waited_for: Iterable[str]) -> list[str]:
    """Those of the waiting members whose VM has come, each told; none where Prism Central does not say."""
    try:
        found, _ = targets(central(PREVIEW), {name: members[name] for name in waited_for if name in members})
    except PrismError as error:
        pulumi.log.warn(str(error))
        return []
    for name in sorted(found):
        pulumi.log.info(f"Floating IP '{name}' is led to its VM '{members[name].vm}', which has come.")
    return sorted(found)
