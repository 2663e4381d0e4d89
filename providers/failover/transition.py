"""What one run of one stack does about the failover: the one place where that is decided. Pure.

``decide`` looks at the inputs, at the state (None for a new stack and for one whose state was lost), at what the other
stack has published, and at what runs here. Diff, create, update and preview all go by its answer (check sees no state).

Every combination is in exactly one row. tests/providers/recovery/test_transition.py reads the rows from here. An
asterisk is any value, and a slash separates values.

- state: what the state says of this site; none for a new stack.
- wanted: where ``active_site`` wants the workload.
- plan: no with ``without_plan``.
- runs: protected VMs that run here, looked at only for a stack without a state. A flip's job brought ``brought`` VMs;
  ``gone`` is nothing but what the other site has replicated here or an earlier failover has left behind.
- woken: stale copies that run again, looked at only on a standby.
- later: VMs run here that a flip has brought of which neither stack knows: an old state was put back. Looked at only
  for an active site, if the other stack says that it has taken over.
- number: ``flip_number``, compared with the last flip. ``any``: neither this flip nor the last one has a number.
- home: whether this is the home site.
- word: what the other stack has published. It calls this site (``us``) or ``itself`` active, as of a flip that is older
  or newer than this stack's last one (without a state: than the flip that brought the VMs), or equal to it.

The mode (planned, unplanned) decides nothing here. Risks do, later.

    state   wanted plan runs    woken later number           home word                     decision
    ------  ------ ---- ------- ----- ----- ---------------- ---- ------------------------ ---------------------------
    none    here   *    nothing *     *     *                yes  none                     Baseline
    none    here   *    nothing *     *     *                yes  older-us                 Baseline
    none    here   *    nothing *     *     *                yes  equal-us                 Baseline
    none    here   *    nothing *     *     *                yes  newer-us                 Baseline
    none    here   *    nothing *     *     *                no   none                     Refuse records-only
    none    here   *    nothing *     *     *                no   older-us                 Refuse records-only
    none    here   *    nothing *     *     *                no   equal-us                 Refuse records-only
    none    here   *    nothing *     *     *                no   newer-us                 Refuse records-only
    none    here   *    nothing *     *     *                *    older-itself             Refuse two-active
    none    here   *    nothing *     *     *                *    equal-itself             Refuse two-active
    none    here   *    nothing *     *     *                *    newer-itself             Refuse two-active
    none    here   *    gone    *     *     *                yes  none                     Refuse gone
    none    here   *    gone    *     *     *                yes  older-us                 Refuse gone
    none    here   *    gone    *     *     *                yes  equal-us                 Refuse gone
    none    here   *    gone    *     *     *                yes  newer-us                 Refuse gone
    none    here   *    gone    *     *     *                no   none                     Refuse records-only
    none    here   *    gone    *     *     *                no   older-us                 Refuse records-only
    none    here   *    gone    *     *     *                no   equal-us                 Refuse records-only
    none    here   *    gone    *     *     *                no   newer-us                 Refuse records-only
    none    here   *    gone    *     *     *                *    older-itself             Refuse two-active
    none    here   *    gone    *     *     *                *    equal-itself             Refuse two-active
    none    here   *    gone    *     *     *                *    newer-itself             Refuse two-active
    none    here   *    some    *     *     *                *    none                     Baseline
    none    here   *    some    *     *     *                *    older-us                 Baseline
    none    here   *    some    *     *     *                *    equal-us                 Baseline
    none    here   *    some    *     *     *                *    newer-us                 Baseline
    none    here   *    some    *     *     *                *    older-itself             Refuse two-active
    none    here   *    some    *     *     *                *    equal-itself             Refuse two-active
    none    here   *    some    *     *     *                *    newer-itself             Refuse two-active
    none    here   *    brought *     *     *                *    none                     Baseline
    none    here   *    brought *     *     *                *    older-us                 Baseline
    none    here   *    brought *     *     *                *    equal-us                 Baseline
    none    here   *    brought *     *     *                *    newer-us                 Baseline
    none    here   *    brought *     *     *                *    older-itself             Baseline
    none    here   *    brought *     *     *                *    equal-itself             Refuse two-active
    none    here   *    brought *     *     *                *    newer-itself             Refuse two-active
    none    there  no   *       *     *     *                *    *                        Baseline
    none    there  yes  nothing *     *     *                *    *                        Baseline
    none    there  yes  gone    *     *     *                *    *                        Baseline
    none    there  yes  some    *     *     *                *    none                     Refuse unclaimed
    none    there  yes  some    *     *     *                *    older-us                 Refuse unclaimed
    none    there  yes  some    *     *     *                *    equal-us                 Refuse unclaimed
    none    there  yes  some    *     *     *                *    newer-us                 Refuse unclaimed
    none    there  yes  some    *     *     *                *    older-itself             StandDown
    none    there  yes  some    *     *     *                *    equal-itself             StandDown
    none    there  yes  some    *     *     *                *    newer-itself             StandDown
    none    there  yes  brought *     *     *                *    none                     Refuse too-soon
    none    there  yes  brought *     *     *                *    older-us                 Refuse too-soon
    none    there  yes  brought *     *     *                *    equal-us                 Refuse too-soon
    none    there  yes  brought *     *     *                *    newer-us                 Refuse too-soon
    none    there  yes  brought *     *     *                *    older-itself             Refuse too-soon
    none    there  yes  brought *     *     *                *    equal-itself             StandDown
    none    there  yes  brought *     *     *                *    newer-itself             StandDown
    active  here   *    *       *     yes   *                *    equal-itself             Baseline
    active  here   *    *       *     yes   *                *    newer-itself             Baseline
    active  here   *    *       *     *     *                *    none                     Stay
    active  here   *    *       *     *     *                *    older-us                 Stay
    active  here   *    *       *     *     *                *    equal-us                 Stay
    active  here   *    *       *     *     *                *    newer-us                 Stay
    active  here   *    *       *     *     *                *    older-itself             Stay
    active  here   *    *       *     no    *                *    equal-itself             Refuse two-active
    active  here   *    *       *     no    *                *    newer-itself             Refuse two-active
    active  there  *    *       *     yes   *                *    equal-itself             Refuse too-soon
    active  there  *    *       *     yes   *                *    newer-itself             Refuse too-soon
    active  there  *    *       *     *     *                *    none                     Refuse too-soon, StandDown
    active  there  *    *       *     *     *                *    older-us                 Refuse too-soon, StandDown
    active  there  *    *       *     *     *                *    equal-us                 Refuse too-soon, StandDown
    active  there  *    *       *     *     *                *    newer-us                 Refuse too-soon, StandDown
    active  there  *    *       *     *     *                *    older-itself             Refuse too-soon, StandDown
    active  there  *    *       *     no    *                *    equal-itself             StandDown
    active  there  *    *       *     no    *                *    newer-itself             StandDown
    standby here   yes  *       *     *     any/next         *    *                        TakeOver
    standby here   no   *       *     *     any/next         *    *                        Count
    standby here   *    *       *     *     missing          *    *                        Refuse number-missing
    standby here   *    *       *     *     past             *    *                        Refuse number-past
    standby here   *    *       *     *     skips            *    *                        Refuse number-skips
    standby there  yes  *       yes   *     *                *    *                        Quiet
    standby there  yes  *       no    *     *                *    *                        Stay
    standby there  no   *       *     *     *                *    *                        Stay

Routes follow the failover, but for one case: where a standby begins (Baseline) or goes on (Stay, Quiet) while the other
stack calls this site active (equal-us, newer-us; without a state any us), they are left alone (``turn.routes_wait``).

"Refuse too-soon, StandDown" fails an up, while a preview tells what standing down will do: both previews are read
before either stack is up. Each other refusal fails a preview, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from providers.failover import messages
from providers.failover.inputs import FailoverInputs
from providers.failover.state import last_word
from providers.failover.turn import Turn, Word, refusal
from providers.recovery import Baseline, Count, Quiet, Refuse, StandDown, Stay, TakeOver, Transition


@dataclass(frozen=True)
class Here:
    """What runs at this site, as far as it was looked at.

    For a stack without a state or with an old one: ``running`` are the names of the protected VMs that run here,
    ``brought`` is the highest flip whose job brought VMs here (0: none), and ``later`` are the ids of VMs that a job of
    a flip newer than both stacks' brought here; ``gone`` says that nothing runs here and that the other site ran the
    workload last. For a standby: ``woken`` are the names of stale copies that run again.
    """

    running: tuple[str, ...] = ()
    brought: int = 0
    later: frozenset[str] = frozenset()
    woken: tuple[str, ...] = ()
    gone: bool = False


NOT_LOOKED = Here()


def decide(inputs: FailoverInputs, state: Mapping[str, Any] | None, here: Here = NOT_LOOKED) -> Transition:
    """The transition of this run, by the table above."""
    if state is None:
        return _begin(inputs, here)
    turn = turn_of(inputs, state)
    if overtaken(turn) and here.running and here.brought > turn.newest:
        return _put_back(inputs, here)
    why = refusal(turn)
    if why:
        return Refuse(why, StandDown(turn.newest) if turn.stands_down else None)
    if turn.takes_over:
        return Count(turn.newest + 1) if inputs.without_plan else TakeOver(turn.other, turn.newest)
    if turn.stands_down:
        return StandDown(turn.newest)
    if here.woken and not inputs.here_active and not inputs.without_plan:
        return Quiet(here.woken, turn.newest)
    return Stay(turn.newest)


def overtaken(turn: Turn) -> bool:
    """Whether the other stack says that it has taken over from this site, which is active by its own state.

    Then what runs here is looked at: an old state knows nothing of the flips after it.
    """
    return turn.other_has_taken_over and turn.own is not None and turn.own.active_site == turn.site


def _put_back(inputs: FailoverInputs, here: Here) -> Transition:
    """An old state was put back after a later flip had brought the workload here: it may run nowhere else."""
    why = refusal(turn_of(inputs, None, here.brought))
    return Refuse(why) if why else Baseline(here.brought)


def turn_of(inputs: FailoverInputs, state: Mapping[str, Any] | None, taken_over: int = 0) -> Turn:
    """This run, seen from what the state says; without a state, from the flip that brought here what runs here."""
    own = last_word(state) if state is not None else Word(taken_over, inputs.site) if taken_over else None
    numbered = bool(state and state.get("flip_number"))
    others = Word(inputs.others.generation, inputs.others.active_site) if inputs.others else None
    return Turn(inputs.site, inputs.other_site, inputs.active_site, own, others, inputs.flip_number, numbered)


def _begin(inputs: FailoverInputs, here: Here) -> Transition:
    """A new stack, or one whose state was lost: the jobs here stand in for the state, so far as they remember."""
    if inputs.without_plan and not inputs.here_active:
        return Baseline(turn_of(inputs, None).newest)
    turn = turn_of(inputs, None, here.brought if here.running else 0)
    why = refusal(turn)
    if why:
        return Refuse(why)
    if inputs.here_active and inputs.site != inputs.home_site and not here.running:
        return Refuse(messages.records_only(inputs.site, inputs.home_site, inputs.category))
    if inputs.here_active and here.gone:
        return Refuse(messages.gone(inputs.site, inputs.other_site))
    if not here.running or inputs.here_active:
        return Baseline(max(turn.newest, here.brought))
    if not turn.other_has_taken_over:
        return Refuse(messages.unclaimed(here.running, turn.site, turn.other))
    return StandDown(max(turn.newest, here.brought), here.later)
