"""The failover: which site runs the workload. An action happens only because ``active_site`` changed.

``create`` is a baseline: it records, and recovers nothing.
``update`` to this site recovers the VMs here; ``update`` away from it powers off those that still run here.
``diff`` sees nothing but ``active_site`` and says at preview what the flip will do; at a site that has stood down it
also sees stale copies that run again, which are powered off. A mode, a time, a timeout or a name that changes alone is
taken up at the next flip. It refuses, changed or not, where it is not this site's turn:
where an old checkout or state goes against what the other stack has published.
``read`` keeps the state as it is, for refresh never acts; it warns where VMs run that should not.
``delete`` leaves every VM where it is.

With ``without_plan`` it only counts the flip to this site, and something else recovers the VMs after it. Nobody is
asked then but the other stack's word: the site may have no Prism Central before the flip and after it has stood down.

Each stack runs this against its own Prism Central; the other site is never touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pulumi
from pulumi.dynamic import CheckFailure, CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult

from prism import ConflictError
from providers.base.client import central
from providers.base.fields import known
from providers.base.progress import Progress
from providers.base.provider import CheckedProvider, PrismResource
from providers.base.sentences import in_a_sentence
from providers.failover.baseline import baseline, count_only, stand_down
from providers.failover.foretell import preview, warn_of_strays
from providers.failover.inputs import FailoverInputs, find_problems, no_test, source_site
from providers.failover.state import NOTHING, expect_turn, generation_of, preview_turn, state_of
from providers.failover.takeover import FlipRun
from providers.failover.woken import stand_down_again, tell_of_woken


class FailoverProvider(CheckedProvider[FailoverInputs]):
    """Flips this site on or off."""

    inputs = FailoverInputs

    def problems(self, inputs: FailoverInputs) -> Iterable[tuple[str, str]]:
        return find_problems(inputs)

    @in_a_sentence
    def check(self, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Also refuses a flip in mode ``test`` before anything is planned."""
        result = super().check(olds, news)
        was, now = olds.get("active_site"), result.inputs.get("active_site")
        if was and now and was != now and result.inputs.get("mode") == "test":
            result.failures.append(CheckFailure("mode", no_test(str(was), str(now))))
        return result

    @in_a_sentence
    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Called at preview and at up; tells what a flip will do. Reads only."""
        if olds.get("site") != news.get("site"):
            return DiffResult(changes=True, replaces=["site"], delete_before_replace=True)
        changed = olds.get("active_site") != news.get("active_site")
        if known(news):
            inputs = self.load(news)
            turn = preview_turn(inputs, olds)
            if changed:
                preview(inputs, turn)
            elif not inputs.here_active and not inputs.without_plan:
                changed = tell_of_woken(inputs)
        return DiffResult(changes=changed, replaces=[])

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called when the state knows no failover: records a baseline. It recovers nothing; VMs that run here though
        the other site has taken over are stood down.
        """
        inputs = self.load(props)
        begun = count_only(inputs) if inputs.without_plan and not inputs.here_active else baseline(central(), inputs)
        outs = {**NOTHING, **begun}
        return CreateResult(f"{inputs.recovery_plan}@{inputs.site}", state_of(inputs, outs))

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh: what happened stays what happened."""
        inputs = self.load(props)
        if not inputs.without_plan:
            warn_of_strays(inputs)
        outs = {name: props.get(name, default) for name, default in NOTHING.items()}
        return ReadResult(id_, state_of(inputs, {**outs, "generation": generation_of(props)}), inputs.dump())

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called when ``active_site`` changed, or stale copies run again. Killed anywhere, the next call goes on."""
        inputs = self.load(news)
        was = str(olds.get("active_site", ""))
        if inputs.mode == "test":
            raise ConflictError(no_test(was, inputs.active_site))
        turn = expect_turn(inputs, olds)
        outs: dict[str, Any] = {**NOTHING, "generation": turn.newest}
        if inputs.here_active and inputs.without_plan:
            outs["generation"] = turn.newest + 1
        elif inputs.here_active:
            flip = FlipRun(central(), inputs, source_site(inputs, was), turn.newest)
            outs |= {**flip.run(Progress()), "generation": flip.generation}
        elif was == inputs.site:
            outs["superseded"] = stand_down(central(), inputs)
        else:
            outs |= stand_down_again(central(), inputs, olds)
        return UpdateResult(state_of(inputs, outs))


class Failover(PrismResource, module="prism", name="Failover"):
    """Runs the recovery plan when ``active_site`` becomes ``site``, and stands this site down when it becomes
    another.

    ``sites`` maps site names to domain manager names; ``category`` is ``{key, value}``; ``mode`` is planned
    or unplanned. ``others`` is ``{generation, active_site}`` as the other stack has published them, ``accepted_risks``
    ``{flip, risks}``, ``more_categories`` those of further tiers of the same plan.
    """

    active_site: pulumi.Output[str]
    generation: pulumi.Output[int]
    state: pulumi.Output[str]
    job_id: pulumi.Output[str]
    job_status: pulumi.Output[str]
    recovered: pulumi.Output[list[dict[str, str]]]
    superseded: pulumi.Output[list[str]]
    started_at: pulumi.Output[str]
    finished_at: pulumi.Output[str]
    reverse_protection: pulumi.Output[str]

    def __init__(
        self,
        resource_name: str,
        *,
        site: pulumi.Input[str],
        active_site: pulumi.Input[str],
        home_site: pulumi.Input[str],
        recovery_plan: pulumi.Input[str],
        category: pulumi.Input[Mapping[str, pulumi.Input[str]]],
        sites: pulumi.Input[Mapping[str, pulumi.Input[str]]],
        mode: pulumi.Input[str] = "planned",
        reference_time: pulumi.Input[str] | None = None,
        timeout_seconds: pulumi.Input[int] = 3600,
        live_migrate: pulumi.Input[bool] = False,
        instant_restore: pulumi.Input[bool] = False,
        others: pulumi.Input[Mapping[str, Any]] | None = None,
        flip_number: pulumi.Input[int] | None = None,
        rpo_seconds: pulumi.Input[int] | None = None,
        accepted_risks: pulumi.Input[Mapping[str, Any]] | None = None,
        more_categories: pulumi.Input[Sequence[Mapping[str, pulumi.Input[str]]]] | None = None,
        without_plan: pulumi.Input[bool] = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        props = {
            "site": site,
            "active_site": active_site,
            "home_site": home_site,
            "recovery_plan": recovery_plan,
            "category": category,
            "sites": sites,
            "mode": mode,
            "reference_time": reference_time,
            "timeout_seconds": timeout_seconds,
            "live_migrate": live_migrate,
            "instant_restore": instant_restore,
            "others": others,
            "flip_number": flip_number,
            "rpo_seconds": rpo_seconds,
            "accepted_risks": accepted_risks,
            "more_categories": more_categories,
            "without_plan": without_plan,
            **dict.fromkeys(("generation", "state", *NOTHING)),
        }
        super().__init__(FailoverProvider(), resource_name, props, opts)
