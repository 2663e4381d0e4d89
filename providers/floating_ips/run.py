"""Changes a set of floating IPs, several members at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import pulumi

from errors import OperatorError
from prism import NotFoundError, PrismCentral
from prism.networking import FloatingIp, FloatingIps
from providers.base import clear_owner, describe, for_each, is_handed_over
from providers.floating_ips.changes import Change, Member, changes, kept, of_owner
from providers.floating_ips.targets import AbsentVmError, targets

# The first round does the work. Another removes what a task of a killed run has made meanwhile.
_ROUNDS = 3


@dataclass(frozen=True)
class Wishes:
    """The subnet that gives the floating IPs (None: Prism Central chooses), and whether a VM may come later."""

    external_subnet_id: str | None = None
    await_vms: bool = False


@dataclass(frozen=True)
class Served:
    """The live floating IPs by member, and why each of the other members could not be changed."""

    live: dict[str, list[FloatingIp]]
    failed: dict[str, OperatorError]


def converge(client: PrismCentral, owner: str, members: Mapping[str, Member], wishes: Wishes) -> Served:
    """Changes every member that can be changed. One that cannot be changed stops no other."""
    wanted, waiting = targets(client, members)
    failures: dict[str, OperatorError] = {}
    live = live_members(client, owner)
    for _ in range(_ROUNDS):
        left = [[c for c in phase if c.member not in failures] for phase in changes(wanted, waiting, live)]
        if not any(left):
            break
        for phase in left:
            ready = {f"{c.verb} {c.ext_id} {c.member}": c for c in phase if c.member not in failures}
            failed = for_each({key: _doing(client, owner, change, wishes) for key, change in ready.items()})
            failures |= {ready[key].member: error for key, error in failed.items()}
        live = live_members(client, owner)
    still = {change.member for phase in changes(wanted, waiting, live) for change in phase}
    refused = {name: why for name, why in waiting.items() if not (wishes.await_vms and isinstance(why, AbsentVmError))}
    return Served(live, {name: error for name, error in failures.items() if name in still} | refused)


def _doing(client: PrismCentral, owner: str, change: Change, wishes: Wishes) -> Callable[[], object]:
    """The call that makes the change."""
    floating_ips, name = FloatingIps(client), change.member
    marker = describe(f"{owner}/{name}")

    def write(current: FloatingIp) -> FloatingIp:
        words = current.description if is_handed_over(current.description) else marker
        return current.leading_to(change.nic_id).model_copy(update={"name": name, "description": words})

    if change.verb == "remove":
        return lambda: _release(floating_ips, change)
    if change.verb == "add":
        fresh = FloatingIp(name=name, description=marker).leading_to(change.nic_id)
        if wishes.external_subnet_id:
            fresh.external_subnet_reference = wishes.external_subnet_id
        return lambda: floating_ips.create(fresh)
    return lambda: floating_ips.update(change.ext_id, write)


def _release(floating_ips: FloatingIps, change: Change) -> None:
    """Deletes the floating IP. One that somebody else made stays, leads where it leads, and loses our marker."""
    try:
        found = floating_ips.get(change.ext_id)
    except NotFoundError:
        return
    if not is_handed_over(found.description):
        floating_ips.delete(change.ext_id, change.member)
        return
    floating_ips.update(change.ext_id, lambda now: now.model_copy(update={"description": clear_owner(now.description)}))
    pulumi.log.info(f"Floating IP '{change.member}' ({found.address}) stays without our marker: it was there before.")


def live_members(client: PrismCentral, owner: str) -> dict[str, list[FloatingIp]]:
    """The live floating IPs of the owner, by member."""
    return of_owner(FloatingIps(client).list(), owner)


def addresses(live: Mapping[str, list[FloatingIp]], failed: Collection[str] = ()) -> dict[str, str]:
    """The public address of each member, without those that failed and lead to nothing: nobody is served by them."""
    found = {name: kept(floating_ips) for name, floating_ips in sorted(live.items())}
    return {name: one.address for name, one in found.items() if name not in failed or not one.leads_nowhere}
