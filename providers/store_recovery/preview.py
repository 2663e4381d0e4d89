"""A recovery from a store foreseen: what will be restored, or powered off. Changes nothing.

A preview warns of open risks and does not fail: that would stop the tier that comes first and needs no store.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pulumi

from prism import PrismError
from providers.base import PREVIEW, central
from providers.recovery import Foreseen, ForeseenVm, Room, StandDown, TakeOver, running, told, when
from providers.store_recovery import messages
from providers.store_recovery.capacity import Placement
from providers.store_recovery.inputs import StoreRecoveryInputs
from providers.store_recovery.look import StoreLook
from providers.store_recovery.risks import find_risks
from providers.store_recovery.standby import to_stand_down


def foretell(transition: TakeOver | StandDown, look: StoreLook, state: Mapping[str, Any] | None = None) -> Foreseen:
    """What this transition will do. Reads only. Raises PrismError where Prism Central does not tell."""
    return _restores(look) if isinstance(transition, TakeOver) else _standing_down(look, state or {})


def tell(transition: TakeOver | StandDown, inputs: StoreRecoveryInputs, state: Mapping[str, Any]) -> None:
    """Logs what this transition will do. Where Prism Central does not tell, a warning says so."""
    try:
        foreseen = foretell(transition, StoreLook(central(PREVIEW), inputs), state)
    except PrismError as error:
        what = "will be restored from" if inputs.here_active else "of the tiers in"
        pulumi.log.warn(f"Could not foresee what {what} '{inputs.store}': {error}")
        return
    pulumi.log.info(str(foreseen))
    for note in foreseen.notes:
        pulumi.log.warn(note)
    if foreseen.open_risks:
        pulumi.log.warn(
            f"pulumi up will refuse to restore the tiers in '{inputs.store}' unless that changes. The tiers before "
            f"them are not held up.\n{told(foreseen.open_risks)}"
        )


def _restores(look: StoreLook) -> Foreseen:
    inputs, placement, todo = look.inputs, look.placement(ahead=True, scaled=True), look.todo
    return Foreseen(
        step="take-over",
        subject=inputs.store,
        mode=inputs.mode,
        source=inputs.store,
        target=inputs.site,
        now=when.now_at(look.client),
        summary=messages.summary(todo, len(look.waves), inputs.store),
        # The failover before this has not counted the flip yet; its preview says if an acceptance is for another.
        flip=inputs.generation or (inputs.acceptance.flip if inputs.acceptance else 0),
        reference_time=look.moment,
        recovered=tuple(_vms(look, placement)),
        here=tuple(sorted(vm.name for unit in look.choice.units if unit not in todo for vm in unit.vms)),
        stale=tuple(sorted(vm.label for unit in todo for vm in look.stale(unit))),
        powered_off=tuple(sorted(vm.label for vm in running(look.going))),
        room=_room(look, placement) if todo else None,
        risks=find_risks(look, placement),
        accepted=inputs.acceptance,
        notes=tuple(
            filter(
                None,
                [
                    messages.sick(look.store.label) if look.store.is_healthy is False else "",
                    when.clock_problem(look.client, inputs.prism_central),
                ],
            )
        ),
    )


def _vms(look: StoreLook, placement: Placement) -> Iterator[ForeseenVm]:
    """The VMs in the order in which they are restored."""
    count = len(look.waves)
    for unit in look.todo:
        placed = placement.target_of.get(unit.point.id)
        for vm in unit.vms:
            yield ForeseenVm(
                vm.name,
                unit.point.id,
                unit.point.creation_time,
                vm.addresses,
                (vm.captured.memory_size_bytes or 0) if vm.captured else 0,
                f"Wave {unit.wave + 1} of {count} ({look.waves[unit.wave].tier})",
                placed.name if placed else "",
                look.waves[vm.wave].tier,
                look.waves[vm.wave].rpo_seconds,
            )


def _room(look: StoreLook, placement: Placement) -> Room:
    """``placement`` is with the nodes that this run adds."""
    inputs, now = look.inputs, look.placement(ahead=True)
    where = ", ".join(inputs.clusters)
    return Room(
        str(placement.needed),
        messages.room(placement, where),
        enough=not placement.left,
        missing_nodes=placement.missing_nodes,
        advice=messages.more_nodes(placement, inputs.node, where) if placement.left else "",
        advice_now=messages.more_nodes(now, inputs.node, where) if now.left else "",
    )


def _standing_down(look: StoreLook, state: Mapping[str, Any]) -> Foreseen:
    inputs = look.inputs
    here = tuple(vm.label for vm in running(to_stand_down(look.client, inputs, state)))
    count = f"{len(here)} VM{'' if len(here) == 1 else 's'} of the tiers in '{inputs.store}'"
    what = f"{count} will be powered off as stale copies" if here else f"{count} run here"
    summary = f"{inputs.site} stands down for {inputs.active_site}: {what}."
    return Foreseen(
        "stand-down", inputs.store, inputs.mode, inputs.site, inputs.active_site, when.now(), summary, powered_off=here
    )
