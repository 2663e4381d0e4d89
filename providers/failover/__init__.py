"""The failover: which site runs the workload.

Every verb goes by one decision, a transition. Its whole table stands in transition.py.

- Baseline: a stack without a state, or with one from before a later flip, begins to record. No VM is touched.
- TakeOver: the recovery plan runs and recovers the VMs here. Only a change of ``active_site`` brings it about.
- Count: the site takes over ``without_plan``; the flip gets its number, and something else recovers the VMs after it.
- StandDown: the VMs here are powered off and marked, after the other site has taken over. A change of ``active_site``
  brings it about; so does a stack whose state was lost, if VMs run here.
- Quiet: stale copies that run again at a site that has stood down are powered off, although no input has changed.
- Stay: nothing. What else changes alone (a mode, a time, a timeout, a name) is taken up at the next failover.
- Refuse: by what the other stack has published it is not this site's turn. Every preview and up checks that.

``create`` does Baseline or StandDown, ``update`` the others. ``diff`` tells what will happen. ``read`` warns of VMs
that run at a standby, and never acts. ``delete`` leaves every VM where it is.

Each stack runs this at its own Prism Central, and looks first whose it is. ``without_plan`` nobody is asked but the
other stack's word, except to stand down: the site may have no Prism Central before and after.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, ReadResult, UpdateResult

from prism import ConflictError
from providers.base import CheckedProvider, Progress, central, in_a_sentence, known, signatures
from providers.failover import messages, takeover
from providers.failover.facts import observe
from providers.failover.inputs import FailoverInputs, declared, find_problems
from providers.failover.job_names import request_ids
from providers.failover.look import look, outputs_after
from providers.failover.messages import failed_steps, progress
from providers.failover.preview import foretell, foretell_now, tell
from providers.failover.recoverable import replicated
from providers.failover.standby import quiet, stand_down
from providers.failover.state import generation_of, lineage_of, outputs_of, state_of
from providers.failover.transition import Here, decide
from providers.failover.view import FailoverView
from providers.recovery import Baseline, Count, Quiet, Refuse, StandDown, Stay, TakeOver

__all__ = [
    "Failover",
    "FailoverInputs",
    "FailoverProvider",
    "FailoverView",
    "Here",
    "decide",
    "declared",
    "failed_steps",
    "foretell",
    "foretell_now",
    "observe",
    "progress",
    "replicated",
    "request_ids",
]


class FailoverProvider(CheckedProvider[FailoverInputs]):
    """Makes this site active or a standby."""

    inputs = FailoverInputs

    def problems(self, inputs: FailoverInputs) -> Iterable[tuple[str, str]]:
        return find_problems(inputs)

    @in_a_sentence
    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Called at preview and at up: decides, and tells what will happen. Reads only."""
        if olds.get("site") != news.get("site"):
            return DiffResult(changes=True, replaces=["site"], delete_before_replace=True)
        if not known(news):
            return DiffResult(changes=olds.get("active_site") != news.get("active_site"), replaces=[])
        inputs = self.load(news).remembering(olds)
        match decide(inputs, olds, look(inputs, olds, preview=True)):
            case Refuse(why, None):
                raise ConflictError(why)
            case Refuse(_, StandDown() as later):
                pulumi.log.info(messages.waits_for_the_other(inputs.site, inputs.active_site))
                tell(later, inputs, olds)
            case TakeOver() | Count() | StandDown() as coming:
                tell(coming, inputs, olds)
            case Stay():
                return DiffResult(changes=False, replaces=[])
        return DiffResult(changes=True, replaces=[])

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called when the state knows no failover: records where the workload runs. It recovers nothing."""
        inputs = self.load(props)
        match decide(inputs, None, look(inputs, None, preview=False)):
            case Refuse(why):
                raise ConflictError(why)
            case StandDown(generation) as transition:
                state = state_of(inputs, generation, stand_down(central(), inputs, transition))
            case Baseline(generation) as transition:
                state = state_of(inputs, generation, outputs_after(transition, inputs, {}))
        return CreateResult(f"{inputs.recovery_plan}@{inputs.site}", state)

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh: what happened stays what happened."""
        inputs = self.load(props).remembering(props)
        look(inputs, props, preview=True)
        return ReadResult(id_, state_of(inputs, generation_of(props), outputs_of(props)), inputs.dump())

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called when diff saw a change. Killed anywhere, the next call goes on."""
        inputs = self.load(news).remembering(olds)
        match decide(inputs, olds, look(inputs, olds, preview=False)):
            case Refuse(why):
                raise ConflictError(why)
            case TakeOver(source, newest):
                view = FailoverView(central(), inputs, source, newest, lineage_of(olds))
                state = state_of(inputs, view.generation, takeover.run(view, Progress()))
            case Count(generation):
                state = state_of(inputs, generation)
            case StandDown(generation) as transition:
                state = state_of(inputs, generation, stand_down(central(), inputs, transition, olds))
            case Quiet(_, generation):
                state = state_of(inputs, generation, quiet(central(), inputs, olds))
            case Baseline(generation) | Stay(generation) as transition:
                state = state_of(inputs, generation, outputs_after(transition, inputs, olds))
        return UpdateResult(state)


class Failover(signatures.Failover, module="prism", name="Failover", provider=FailoverProvider):
    """Runs the recovery plan when ``active_site`` becomes ``site``; stands this site down when it becomes another.

    ``sites`` maps site names to domain manager names; ``category`` is ``{key, value}``; ``mode`` is planned or
    unplanned. ``others`` is ``{generation, active_site, taken_over?}`` as the other stack has published them,
    ``accepted_risks`` is ``{flip, risks}``. ``more_categories`` are the plan's others, ``other_categories`` the rest.
    """

    generation: pulumi.Output[int]
    state: pulumi.Output[str]
    job_id: pulumi.Output[str]
    job_status: pulumi.Output[str]
    recovered: pulumi.Output[list[dict[str, str]]]
    superseded: pulumi.Output[list[str]]
    started_at: pulumi.Output[str]
    finished_at: pulumi.Output[str]
    reverse_protection: pulumi.Output[str]
    taken_over: pulumi.Output[str]
    stood_down: pulumi.Output[str]
