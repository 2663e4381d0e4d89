"""Restoring the VMs of a store: in waves, several at once in each, and every VM once, however often the run begins.

A restored VM carries a mark in its description from the moment it is made: which flip restored it, and of which VM. So
a run that follows a killed one finds it and goes on with the rest. A restore that a killed run has started is awaited
first.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pulumi

from errors import OperatorError
from prism import ConflictError, Subject, TaskFailedError
from prism.dataprotection import (
    AhvVmOverrideSpec,
    NicOverride,
    NicSpec,
    RestoreSpec,
    StoredRecoveryPoints,
    VmRestoreOverride,
)
from prism.prism import Task, Tasks
from prism.vmm import Nic, Vm, Vms
from providers.base import Progress, for_each, mark_restored, raise_failed, restoration_of
from providers.recovery import Destination, Lineage, OwnSite, astray, copies, repair, stand_down, told, verdict
from providers.store_recovery import messages
from providers.store_recovery.capacity import Placement, Target
from providers.store_recovery.floating_ips import lead
from providers.store_recovery.look import StoreLook
from providers.store_recovery.points import StoredVm, Unit
from providers.store_recovery.risks import find_risks

_POINT, _VM = "dataprotection:config:recovery-point", "vmm:ahv:config:vm"


@dataclass
class StoreRun:
    """One recovery of this site's VMs from their store, at its own Prism Central."""

    look: StoreLook
    own: OwnSite
    progress: Progress

    def run(self) -> dict[str, Any]:
        """Restores what has not been restored; the outputs.

        Raises before the first change where it must fail, and after the last one names every VM that did not come up.
        """
        self._await_earlier()
        look = self.look
        placement = look.placement()
        expect_no_risk(look, placement)
        self._power_off_stale_copies()
        for name, bad in look.choice.passed_over.items():
            used = next((unit.point for unit in look.choice.units if name in {vm.name for vm in unit.vms}), None)
            pulumi.log.warn(messages.passed_over(name, bad, used))
        mine = [unit for unit in look.choice.units if look.restored(unit) or not look.runs_here(unit)]
        failures = self._waves(mine, placement)
        failed = lead(look.client, look.inputs)
        raise_failed(f"restores from '{look.inputs.store}'", failures, len(mine))
        return {**self._outputs(mine), "failed": failed}

    def _power_off_stale_copies(self) -> None:
        """Of VMs that will be restored: power may have returned to them. Each is deleted right before its restore."""
        look, going = self.look, {vm.id for vm in self.look.going}
        if copies.running(look.going):
            vms = Vms(look.client)
            stand_down(
                self.own,
                lambda: [vm for vm in vms.list() if vm.id in going],
                look.inputs.owner,
                look.inputs.lineage,
            )

    def _waves(self, units: list[Unit], placement: Placement) -> dict[str, OperatorError]:
        failures: dict[str, OperatorError] = {}
        numbers = sorted({unit.wave for unit in units})
        for number in numbers:
            wave = [unit for unit in units if unit.wave == number]
            often = Counter(unit.label for unit in units)
            work = {
                unit.label if often[unit.label] == 1 else f"{unit.label} ({unit.point.id})": self._work(unit, placement)
                for unit in wave
            }
            name = f"Wave {number + 1} of {len(self.look.waves)} ({self.look.waves[number].tier})"
            self.progress.say(f"{name}: {', '.join(work)}", always=True)
            found = for_each(work)
            self.progress.say(f"{name}: {len(wave) - len(found)} of {len(wave)} are up", always=True)
            failures |= found
            if number != numbers[-1] and self.look.waves[number].delay_seconds:
                time.sleep(self.look.waves[number].delay_seconds)
        return failures

    def _work(self, unit: Unit, placement: Placement) -> Callable[[], object]:
        target = placement.target_of.get(unit.point.id)
        return lambda: self._one(unit, target, placement)

    def _one(self, unit: Unit, target: Target | None, placement: Placement) -> None:
        """Restores one recovery point where that has not been done, and starts its VMs."""
        found = self.look.restored(unit)
        if not found:
            if target is None:
                where = ", ".join(self.look.inputs.clusters)
                more = messages.more_nodes(placement, self.look.inputs.node, where)
                raise ConflictError(f"There is no room for it in {where}. {more}")
            found = self._restore(unit, target)
        if len(found) < len(unit.vms):
            raise ConflictError(messages.incomplete(unit.label, [vm.label for vm in found]))
        for vm in unit.vms:
            mark = self.look.restoration(vm)
            self._start(vm, next(one for one in found if mark in (one.description or "")))
            self.progress.say(f"{vm.name} is restored and started")

    def _restore(self, unit: Unit, target: Target) -> list[Vm]:
        client, kept = self.look.client, self.look.kept(unit)
        if kept:
            raise ConflictError(" ".join(messages.newer_copy(vm.label, self.look.inputs.site) for vm in kept))
        copies.remove(self.own, self.look.stale(unit))
        overrides = [
            VmRestoreOverride(vm_recovery_point_ext_id=vm.part_id, vm_override_spec=self._override(vm))
            for vm in unit.vms
        ]
        spec = RestoreSpec(cluster_ext_id=target.cluster_id, vm_recovery_point_restore_overrides=overrides)
        marks = [self.look.restoration(vm) for vm in unit.vms]
        try:
            made = StoredRecoveryPoints(client, self.look.store.id).restore(unit.point, spec)
        except TaskFailedError as error:
            # It may have made the VM before it failed: go on with that one.
            found = self.look.marked(marks, list(Vms(client).list()))
            if not found:
                text = f"{str(error).rstrip('.')}. {messages.not_restorable(unit.point)}"
                raise TaskFailedError(text, status=error.status, code=error.code) from None
            return found
        fresh = [Vms(client).get(vm_id) for vm_id in made] or list(Vms(client).list())
        return self.look.marked(marks, fresh)

    def _override(self, vm: StoredVm) -> AhvVmOverrideSpec:
        """The mark, the overlay's subnet of this site for each NIC with its address, and the categories known here."""
        spec = AhvVmOverrideSpec(
            description=mark_restored(vm.captured.description if vm.captured else None, self.look.restoration(vm))
        )
        nics = [
            NicOverride(nic_ext_id=nic.id, nic_network_info=network)
            for nic in (vm.captured and vm.captured.nics) or []
            if nic.ip
            and (subnet := self.look.subnet_of(nic.ip))
            and (network := Nic.static(subnet.id, nic.ip).nic_network_info)
        ]
        return spec.model_copy(update={"nic_spec": NicSpec(nic_override_list=nics)}) if nics else spec

    def _start(self, vm: StoredVm, made: Vm) -> None:
        """Powers the VM on, once it has the addresses it had and the category of its tier."""
        collection = Vms(self.own.client)
        self._give_addresses(vm, made)
        category = self.look.waves[vm.wave].tier_category_id
        if category in self.look.known_categories and not made.has_category(category):
            collection.add_category(made.id, category)
        if made.power_state == "OFF":
            collection.power_on(made.id)

    def _give_addresses(self, vm: StoredVm, made: Vm) -> None:
        """Compares the addresses with those of the recovery point and gives them back. Raises ConflictError."""
        found = astray(vm.vm_ext_id, vm.captured, made, self._target) if vm.captured else ()
        done = repair(self.own, found)
        for sentence in done.sentences():
            self.progress.say(sentence, always=True)
        if done.left:
            has = [nic.ip for nic in made.nics or [] if nic.ip]
            reasons = " ".join(why for _, why in done.left)
            raise ConflictError(f"{messages.other_address(vm.name, vm.addresses, has)} {reasons}")

    def _target(self, vm_id: str, address: str) -> Destination | None:
        subnet = self.look.subnet_of(address)
        return Destination(subnet.id, address) if subnet else None

    def _await_earlier(self) -> None:
        """Waits for restores that a killed run has left running: beginning them again would make second copies."""
        client = self.look.client
        try:
            tasks = Tasks(client).newest()
        except OperatorError:
            # A user may lack the right to look at tasks.
            return
        mine = {unit.point.id for unit in self.look.choice.units}
        for task in tasks:
            if not task.ended and _restores(task, mine):
                self.progress.say(f"An earlier restore still runs (task {task.id}): waiting for it.", always=True)
                try:
                    client.wait(Subject("wait for an earlier restore of", "recovery point", ext_id=task.id), task.id)
                except TaskFailedError:
                    continue
        # Look again, to see what they have made.
        self.look = StoreLook(client, self.look.inputs)

    def _outputs(self, units: list[Unit]) -> dict[str, Any]:
        marks = [self.look.restoration(vm) for unit in units for vm in unit.vms]
        found = self.look.marked(marks, list(Vms(self.look.client).list()))
        by_name = {vm.name: unit.point for unit in units for vm in unit.vms}
        kept = {vm.part_id: vm.name for unit in units for vm in unit.vms}
        captured = {
            kept[part.ext_id or ""]: sorted(part.vm_categories or [])
            for unit in units
            for part in unit.point.vm_recovery_points or []
            if part.ext_id in kept
        }
        restored = [
            {
                "name": vm.label,
                "vm_id": vm.id,
                "ip": vm.ip or "",
                "recovery_point": messages.moment(by_name.get(vm.label)),
            }
            for vm in sorted(found, key=lambda vm: vm.label)
        ]
        return {
            "restored": restored,
            "store_id": self.look.store.id,
            "captured_categories": captured,
            "taken_over": str(self._lineage(units, found)),
        }

    def _lineage(self, units: list[Unit], found: list[Vm]) -> Lineage:
        """Which VM of the source each restored one continues: its mark says it."""
        sources = {self.look.restoration(vm): vm.vm_ext_id for unit in units for vm in unit.vms}
        return Lineage.of((sources.get(restoration_of(vm.description), ""), vm.id) for vm in found)


def expect_no_risk(look: StoreLook, placement: Placement) -> None:
    """Raises ConflictError for a risk that nobody has accepted for this flip. Reads only."""
    risks = find_risks(look, placement)
    generation = look.inputs.generation or 0
    stop = verdict(risks, look.inputs.acceptance, generation)
    if stop:
        raise ConflictError(stop)
    if risks:
        pulumi.log.warn(f"Accepted for flip {generation}:\n{told(risks)}")


def _restores(task: Task, points: set[str]) -> bool:
    """Whether a task may be the restore of one of these points.

    assumed: a task that names no object yet has an operation with "restore" in it.
    """
    told_of = task.entities_affected or []
    if told_of:
        return any(entity.ext_id in points for entity in told_of if (entity.rel or "").lower() == _POINT) or (
            "restore" in (task.operation or "").lower() and any((e.rel or "").lower() == _VM for e in told_of)
        )
    return "restore" in (task.operation or "").lower()
