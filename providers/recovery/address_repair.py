"""Addresses of recovered VMs: compared with those of their recovery points, and given back where they are not the same.

Every failover does this when its VMs are here: planned, unplanned, a drill, and a restore from a store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from errors import OperatorError
from prism import ConflictError, PrismError
from prism.vmm import Nic, NicActions, Vm, Vms
from providers.base import for_each
from providers.recovery.kept_addresses import Astray
from providers.recovery.own_site import OwnSite
from providers.recovery.risk import Risk
from topology import RiskKind

_ROUNDS = 2


@dataclass(frozen=True)
class Repaired:
    """What became of the addresses that were not kept. ``left`` could not be given back, each with the reason."""

    given: tuple[Astray, ...] = ()
    unseen: tuple[Astray, ...] = ()
    left: tuple[tuple[Astray, str], ...] = ()

    @property
    def risks(self) -> tuple[Risk, ...]:
        """One per address that could not be given back."""
        return tuple(
            Risk(RiskKind.ADDRESS_NOT_KEPT, one.vm.label, f"{one.sentence}, and could not get it: {why}")
            for one, why in self.left
        )

    def sentences(self) -> list[str]:
        """One per VM whose address was given back, or was not seen so far."""
        given = [
            f"{one.sentence}. Its NIC has {one.wanted.address} again; a running guest takes it when it renews its "
            "lease or restarts."
            for one in self.given
        ]
        unseen = [
            f"{one.sentence}, which only its guest knows. It needs Nutanix Guest Tools (NGT); look whether the VM "
            "answers there."
            for one in self.unseen
        ]
        return [*given, *unseen]


def repair(own: OwnSite, found: Iterable[Astray]) -> Repaired:
    """Gives the NICs their addresses, several VMs at once. What is in the way among the VMs themselves goes first."""
    every = list(found)
    unseen = tuple(one for one in every if one.unseen)
    todo = {f"{one.vm.label} ({one.vm.id}) {one.wanted.address}": one for one in every if not one.unseen}
    _make_room(own, todo)
    failures: dict[str, OperatorError] = {}
    for _ in range(_ROUNDS):
        left = failures or todo
        failures = for_each({name: partial(_give, own, todo[name]) for name in left})
        if not failures:
            break
    return Repaired(
        tuple(one for name, one in todo.items() if name not in failures),
        unseen,
        tuple((todo[name], str(error)) for name, error in failures.items()),
    )


def _make_room(own: OwnSite, todo: Mapping[str, Astray]) -> None:
    """Takes addresses away that another of these NICs wants: in a circle, nobody could go first."""
    wanted = {(one.wanted.subnet_id or one.nic.subnet_id, one.wanted.address) for one in todo.values()}
    for one in todo.values():
        if (one.nic.subnet_id, one.found) in wanted:
            with suppress(PrismError):
                NicActions(own.client, one.vm.id).release(one.nic)


def _give(own: OwnSite, one: Astray) -> None:
    """In place, so that the MAC address stays; where that is not offered, a new NIC comes and the old one goes."""
    subnet_id = one.wanted.subnet_id or one.nic.subnet_id
    if not NicActions(own.client, one.vm.id).put(one.nic, subnet_id, one.wanted.address):
        Vms(own.client).add_nic(one.vm.id, Nic.static(subnet_id, one.wanted.address))
        Vms(own.client).remove_nic(one.vm.id, one.nic.id, _stands(one.wanted.address))


def _stands(address: str) -> Callable[[Vm, Nic], bool]:
    def allowed(vm: Vm, nic: Nic) -> bool:
        if not any(other.ip == address and other.id != nic.id for other in vm.nics or []):
            raise ConflictError(f"NIC {nic.label} of VM '{vm.label}' stays: its NIC with {address} is gone again.")
        return True

    return allowed
