"""Carries out the verdicts, several VMs at a time. A VM that fails does not stop the others."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

import pulumi

from errors import OperatorError
from prism import ConflictError, PrismCentral
from prism.networking import Subnets, Vnics
from prism.vmm import Nic, NicActions, Vm, Vms
from providers.base import Progress, for_each, is_superseded
from providers.ip_retention.inputs import CapturedWorkload, IpRetentionInputs
from providers.ip_retention.journal import Journals
from providers.ip_retention.place import Place, moves
from providers.ip_retention.policy import Journal, Scene, Verdict, parked_first, verdicts
from providers.ip_retention.rollback import rollbacks

# A chain of VMs that wait for one another gets shorter by one VM per round. No chain is as long as this.
_ROUNDS = 50


def look(client: PrismCentral, inputs: CapturedWorkload) -> Scene:
    """What Prism Central shows now. Stale copies that a failover left do not count, and their addresses are free."""
    subnets = [one for one in Subnets(client).list() if one.vpc_reference == inputs.vpc_id]
    vms = list(Vms(client).list())
    present = [vm for vm in vms if not is_superseded(vm.description)]
    ids = {vm.id for vm in present}
    others = {
        (subnet.id, str(address)): f"VM {vnic.vm_reference}" if vnic.vm_reference else "something other than a VM"
        for subnet in subnets
        if subnet.name in inputs.subnets
        for vnic in Vnics(client, subnet.id).list()
        if vnic.vm_reference not in ids
        for address in (vnic.assigned_ipv4_addresses or []) + (vnic.assigned_secondary_ipv4_addresses or [])
    }
    return Scene(present, subnets, others)


def judged(
    scene: Scene, inputs: CapturedWorkload, journals: Mapping[str, Journal], *, again: bool = False
) -> dict[str, Verdict]:
    """One verdict per captured instance; in mode ``rollback`` the verdicts of the way back."""
    if inputs.rolls_back and not again:
        return rollbacks(inputs.vms, journals, inputs.subnets, scene)
    return verdicts(inputs.vms, journals, inputs.subnets, scene, again=again)


def planned(client: PrismCentral, inputs: CapturedWorkload, *, again: bool = False) -> dict[str, Verdict]:
    """The verdicts by instance id. Reads only. Raises OperatorError if Prism Central or the table does not answer."""
    return judged(look(client, inputs), inputs, Journals(inputs).all(), again=again)


@dataclass
class Batch:
    """One run over the whole batch."""

    client: PrismCentral
    inputs: IpRetentionInputs
    failures: dict[str, OperatorError] = field(default_factory=dict)
    _done: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._journals = Journals(self.inputs)
        self._progress = Progress(pulumi.log.info)
        self._told = 0

    def run(self) -> dict[str, Verdict]:
        """Changes every VM that can be changed, and returns the verdicts after that. `failures` are by instance id."""
        total = 0
        for _ in range(_ROUNDS):
            journals = self._journals.all()
            found = judged(look(self.client, self.inputs), self.inputs, journals)
            todo = {key: one for key, one in found.items() if one.kind == "change" and key not in self.failures}
            total = max(total, len(todo) + len(self._done))
            work = self._work(todo, journals, total)
            if not work:
                self._stuck(todo)
                self._settle(found, journals)
                break
            self.failures |= for_each(work)
        self._tell(total, last=True)
        return found

    def _work(
        self, todo: Mapping[str, Verdict], journals: Mapping[str, Journal], total: int
    ) -> dict[str, Callable[[], object]]:
        """The VMs that can be changed now. If all wait for one another, one of them gets a temporary address."""
        free = {key: one for key, one in todo.items() if not one.blocked_by}
        if free:
            return {
                key: partial(self._change, key, one, journals.get(key, Journal()), total) for key, one in free.items()
            }
        key = parked_first(todo)
        if key is None:
            return {}
        return {key: partial(self._park, key, todo[key], journals.get(key, Journal()))}

    def _change(self, key: str, verdict: Verdict, journal: Journal, total: int) -> None:
        """NICs move in place and keep their MAC addresses. Where they cannot, new NICs come before old NICs go.

        So a VM is never without a NIC. assumed: AHV adds and removes NICs of a running VM, and accepts a MAC address
        that no NIC has any more.
        """
        vm = _of(verdict)
        self._record(key, vm, journal)
        add, remove = self._move(vm, verdict)
        for place in add:
            Vms(self.client).add_nic(vm.id, Nic.static(place.subnet_id, place.address, place.secondary, place.mac))
        for nic_id in remove:
            Vms(self.client).remove_nic(vm.id, nic_id, partial(_all_stand, verdict.want))
        self._close(key, verdict)
        with self._lock:
            self._done.append(f"{vm.label} {', '.join(place.address for place in verdict.want)}")
            self._tell(total)

    def _move(self, vm: Vm, verdict: Verdict) -> tuple[list[Place], list[str]]:
        """Moves what can move in place; what is left to add and to remove."""
        add, remove = list(verdict.add), list(verdict.remove)
        for place, nic in moves(vm.nics or [], verdict.add, verdict.remove):
            if not NicActions(self.client, vm.id).put(nic, place.subnet_id, place.address):
                break
            add.remove(place)
            remove.remove(nic.id)
        return add, remove

    def _park(self, key: str, verdict: Verdict, journal: Journal) -> None:
        """Gives the VM a temporary address of the pool and takes its others, so that other VMs get their addresses.

        Its first NIC goes there in place; where that is not offered, a temporary NIC comes.
        """
        vm = _of(verdict)
        pulumi.log.info(
            f"{vm.label} gets a temporary address of the pool, because VMs wait for one another in a circle."
        )
        self._record(key, vm, journal)
        self._journals.park(key)
        remove, subnet_id = list(verdict.remove), verdict.want[0].subnet_id
        first = next((nic for nic in vm.nics or [] if nic.id in remove), None)
        if first is not None and NicActions(self.client, vm.id).lease(first, subnet_id):
            remove.remove(first.id)
        else:
            Vms(self.client).add_nic(vm.id, Nic.leased(subnet_id))
        for nic_id in remove:
            Vms(self.client).remove_nic(vm.id, nic_id, _another)

    def _record(self, key: str, vm: Vm, journal: Journal) -> None:
        if self.inputs.mode == "retain" and not (journal.originals and journal.vm_id == vm.id):
            self._journals.begin(key, vm)

    def _close(self, key: str, verdict: Verdict) -> None:
        if self.inputs.rolls_back:
            self._journals.rolled_back(key)
        else:
            self._journals.retained(key, [place.address for place in verdict.want])

    def _settle(self, found: Mapping[str, Verdict], journals: Mapping[str, Journal]) -> None:
        """Records VMs that are right and not recorded: a killed run has changed them, or they needed no change."""
        work: dict[str, Callable[[], object]] = {}
        for key, one in found.items():
            done = journals.get(key, Journal()).retained_as
            if one.kind == "retained" and one.want and list(done) != [place.address for place in one.want]:
                work[key] = partial(self._close, key, one)
        self.failures |= for_each(work)

    def _stuck(self, todo: Mapping[str, Verdict]) -> None:
        for key, one in todo.items():
            others = ", ".join(one.blocked_by)
            self.failures[key] = ConflictError(
                f"Blocked: VM {others} still has this address. Fix the error of VM {others}, then run pulumi up again."
            )

    def _tell(self, total: int, last: bool = False) -> None:
        """At most one line per second. Each VM is in one of the lines."""
        fresh = self._done[self._told :]
        if fresh:
            before = self._progress.said
            verb = "Rolled back" if self.inputs.rolls_back else "Retained"
            self._progress.say(f"{verb} {len(self._done)} of {total}: {'; '.join(fresh)}", always=last)
            self._told = len(self._done) if self._progress.said > before else self._told


def _of(verdict: Verdict) -> Vm:
    if verdict.vm is None:
        raise AssertionError("a change has a VM")
    return verdict.vm


def _another(vm: Vm, nic: Nic) -> bool:
    if all(other.id == nic.id for other in vm.nics or []):
        raise ConflictError(
            f"NIC {nic.label} stays, because it is the last one of VM '{vm.label}' ({vm.id}): somebody has removed the "
            "others. Find out who, then run pulumi up again."
        )
    return True


def _all_stand(want: tuple[Place, ...], vm: Vm, nic: Nic) -> bool:
    """True if this version of the VM has every NIC of ``want``. Raises ConflictError if not."""
    _another(vm, nic)
    gone = [place.address for place in want if not any(place.taken_by(other) for other in vm.nics or [])]
    if gone:
        raise ConflictError(
            f"NIC {nic.label} stays, because VM '{vm.label}' ({vm.id}) has lost its NIC with {', '.join(gone)}. "
            "Find out who removed it, then run pulumi up again."
        )
    return True
