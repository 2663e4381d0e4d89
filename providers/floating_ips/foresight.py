"""Members of a set of floating IPs that would fail, told before the run. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from errors import OperatorError
from prism import ConflictError, NotFoundError, PrismCentral
from prism.networking import FloatingIps
from prism.vmm import AhvVmRecoveryPoint, AhvVmRecoveryPoints
from providers.base import owner_of
from providers.floating_ips.changes import Member
from providers.floating_ips.targets import AbsentVmError, targets

_NEVER = datetime.min.replace(tzinfo=UTC)


def obstacles(
    client: PrismCentral, owner: str, members: Mapping[str, Member], await_vms: bool
) -> dict[str, OperatorError]:
    """Why members would fail now, by name.

    With ``await_vms`` a VM may come later. Its newest recovery point tells the addresses that it will come with.
    """
    found, failures = targets(client, members)
    failures |= _taken(client, owner, {name: nic for name, nic in found.items() if nic})
    absent = [name for name, why in failures.items() if isinstance(why, AbsentVmError)]
    if not await_vms or not absent:
        return failures
    coming = {name: members[name] for name in absent}
    return {name: why for name, why in failures.items() if name not in coming} | _elsewhere(client, coming)


def _taken(client: PrismCentral, owner: str, wanted: Mapping[str, str]) -> dict[str, OperatorError]:
    """The members to whose NIC a floating IP of somebody else leads: a NIC has one."""
    led = {one.nic_id: one for one in FloatingIps(client).list() if one.nic_id} if wanted else {}
    return {
        name: ConflictError(
            f"Floating IP '{theirs.name or theirs.id}' ({theirs.address}) leads to its NIC already, and this stack did "
            f"not make it. To hand it over, add [nc2-dr:{owner}/{name}] to its description: it keeps its address, and "
            "destroy leaves it."
        )
        for name, nic in wanted.items()
        if (theirs := led.get(nic)) and not owner_of(theirs.description).startswith(f"{owner}/")
    }


def _elsewhere(client: PrismCentral, members: Mapping[str, Member]) -> dict[str, OperatorError]:
    """The members whose VM will come with other addresses. Empty where Prism Central does not tell them."""
    newest: dict[str, AhvVmRecoveryPoint] = {}
    try:
        captured = sorted(AhvVmRecoveryPoints(client).list(), key=lambda one: one.creation_time or _NEVER)
    except OperatorError:
        return {}
    for one in captured:
        if one.vm is not None:
            newest[one.vm.label] = one
    found: dict[str, OperatorError] = {}
    for name, member in members.items():
        point = newest.get(member.vm or "")
        addresses = sorted(nic.ip for nic in (point.vm.nics if point and point.vm else None) or [] if nic.ip)
        if addresses and member.private_ip not in addresses:
            found[name] = NotFoundError(
                f"VM '{member.vm}' will come with {', '.join(addresses)}, as its newest recovery point has it; "
                f"expected {member.private_ip}. Correct the address in the configuration or in the VM."
            )
    return found
