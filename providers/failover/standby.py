"""How a site leaves the workload to the other: its VMs are marked and powered off. Always at its own Prism Central."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi

from prism import PrismCentral
from providers.base import PREVIEW, central
from providers.failover.inputs import FailoverInputs
from providers.failover.state import outputs_of
from providers.failover.transition import NOT_LOOKED, Here
from providers.failover.view import own_site
from providers.recovery import Awake, StandDown, awake_at, copies, of_categories, words


def stand_down(client: PrismCentral, inputs: FailoverInputs, transition: StandDown) -> dict[str, Any]:
    """Powers off the VMs that run here and marks all of them, but for those that are kept; the outputs."""
    own = own_site(client, inputs)
    vms = of_categories(client, inputs.categories)
    kept = [vm.label for vm in copies.running(vms) if vm.id in transition.kept]
    if kept:
        pulumi.log.warn(words.strays(kept, inputs.site, inputs.active_site))
    going = [vm for vm in vms if vm.id not in transition.kept]
    return {"superseded": copies.stand_down(own, going, inputs.owner)}


def quiet(client: PrismCentral, inputs: FailoverInputs, state: Mapping[str, Any]) -> dict[str, Any]:
    """Powers off the marked copies that run, and no others; the outputs, the earlier ones kept.

    A VM that runs here without a mark may be the only copy.
    """
    own = own_site(client, inputs)
    vms = copies.woken(of_categories(client, inputs.categories), inputs.owner)
    outs = outputs_of(state)
    return {**outs, "superseded": sorted({*(outs["superseded"] or []), *copies.stand_down(own, vms, inputs.owner)})}


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
    return Awake.of(of_categories(client, inputs.categories), inputs.owner)
