"""What one run of one stack does about the VMs in the recovery point store: the one place where that is decided. Pure.

``decide`` looks at the inputs, at the state (None for a new stack and for one whose state was lost), and at what is
here. The Failover before this resource decides whose turn it is: when it refuses, this resource is not reached. Diff,
create, update and preview all go by the answer.

Every combination is in exactly one row. tests/providers/recovery/test_store_transition.py reads the rows from here. An
asterisk is any value.

- state: what the state says of this site; none for a new stack.
- wanted: where ``active_site`` wants the workload.
- woken: stale copies that run again, looked at only on a standby.
- lacking: restored VMs without categories that they had and that are known here now, looked at only on the active site.

    state   wanted mode      woken lacking decision
    ------  ------ --------- ----- ------- --------------------
    none    *      *         *     *       Baseline
    active  here   *         *     yes     GiveBack
    active  here   *         *     no      Stay
    active  there  *         *     *       StandDown
    standby here   unplanned *     *       TakeOver
    standby here   planned   *     *       Refuse planned-loss
    standby there  *         yes   *       Quiet
    standby there  *         no    *       Stay
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from providers.recovery import Baseline, Quiet, Refuse, StandDown, Stay, TakeOver
from providers.store_recovery import messages
from providers.store_recovery.inputs import StoreRecoveryInputs


@dataclass(frozen=True)
class GiveBack:
    """Restored VMs get back categories that this Prism Central did not know before. ``lacking`` are their names."""

    lacking: tuple[str, ...]


@dataclass(frozen=True)
class Here:
    """What is at this site, so far as it was looked at: stale copies that run, VMs without categories, by name."""

    woken: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


Transition = Baseline | TakeOver | StandDown | Quiet | GiveBack | Stay | Refuse
NOT_LOOKED = Here()


def decide(inputs: StoreRecoveryInputs, state: Mapping[str, Any] | None, here: Here = NOT_LOOKED) -> Transition:
    """The transition of this run, by the table above."""
    if state is None:
        return Baseline()
    was_active = state.get("active_site") == inputs.site
    if was_active and not inputs.here_active:
        return StandDown()
    if inputs.here_active and not was_active:
        lossy = messages.no_way_without_loss(inputs.site, [tier.name for tier in inputs.tiers])
        return Refuse(lossy) if inputs.mode == "planned" else TakeOver()
    if inputs.here_active:
        return GiveBack(here.lacking) if here.lacking else Stay()
    return Quiet(here.woken) if here.woken else Stay()
