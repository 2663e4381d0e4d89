"""How a site leaves the workload to the other: its VMs are powered off and marked. Always at its own Prism Central."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi

from prism import PrismCentral
from prism.vmm import Vm
from providers.base import PREVIEW, central
from providers.failover.inputs import FailoverInputs
from providers.failover.state import outputs_of
from providers.failover.transition import NOT_LOOKED, Here
from providers.failover.view import own_site
from providers.recovery import Awake, StandDown, awake_at, copies, of_categories, words
from providers.recovery import stand_down as power_off_and_mark


def stand_down(
    client: PrismCentral,
    inputs: FailoverInputs,
    transition: StandDown,
    state: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Powers off the VMs that run here and marks all of them, but for those that are kept; the outputs."""
    own = own_site(client, inputs)
    kept = [vm.label for vm in copies.running(leaving(client, inputs)) if vm.id in transition.kept]
    if kept:
        pulumi.log.warn(words.strays(kept, inputs.site, inputs.active_site))

    def going() -> list[Vm]:
        return [vm for vm in leaving(client, inputs) if vm.id not in transition.kept]

    names = power_off_and_mark(own, going, inputs.owner, inputs.lineage)
    before = state or {}
    return {"superseded": names, **{name: before.get(name) or "" for name in ("taken_over", "stood_down")}}


def leaving(client: PrismCentral, inputs: FailoverInputs) -> list[Vm]:
    """The VMs of the categories, and those that the other site has taken over, whatever category they are in now."""
    return of_categories(client, inputs.categories, inputs.lineage, inputs.other_categories)


def quiet(client: PrismCentral, inputs: FailoverInputs, state: Mapping[str, Any]) -> dict[str, Any]:
    """Powers off the stale copies that run, and no others; the outputs, the earlier ones kept.

    A VM that runs here, has no mark and was not taken over may be the only copy.
    """
    own, outs = own_site(client, inputs), outputs_of(state)

    def copies_of_this_site() -> list[Vm]:
        return copies.stale(leaving(client, inputs), inputs.owner, inputs.lineage)

    names = power_off_and_mark(own, copies_of_this_site, inputs.owner, inputs.lineage)
    return {**outs, "superseded": sorted({*(outs["superseded"] or []), *names})}


def look_at_standby(inputs: FailoverInputs, state: Mapping[str, Any], *, preview: bool) -> Here:
    """Which stale copies run at a site that goes on standing by. A site in any other transition is not looked at.

    A preview warns of them, and of VMs that run without a mark; where Prism Central does not answer, nobody counts.
    Else an error is raised.
    """
    if inputs.here_active or inputs.without_plan or state.get("active_site") != inputs.active_site:
        return NOT_LOOKED
    if not preview:
        return Here(woken=_awake(central(), inputs).woken)
    awake = awake_at(lambda: _awake(central(PREVIEW), inputs), inputs.site)
    awake.warn(inputs.site, inputs.active_site)
    return Here(woken=awake.woken)


def _awake(client: PrismCentral, inputs: FailoverInputs) -> Awake:
    """Looks first whose Prism Central this is: the active site's VMs run, and should."""
    own_site(client, inputs)
    return Awake.of(leaving(client, inputs), inputs.owner, inputs.lineage)
