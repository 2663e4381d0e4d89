"""How the tiers in the store leave this site: their VMs are powered off, at its own Prism Central alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi

from prism import PrismCentral, PrismError
from prism.vmm import Vm, Vms
from providers.base import PREVIEW, central
from providers.recovery import Awake, OwnSite, awake_at, copies, expect_own_prism_central, listed, of_categories
from providers.recovery import stand_down as power_off_and_mark
from providers.store_recovery.categories import lacking
from providers.store_recovery.inputs import StoreRecoveryInputs
from providers.store_recovery.state import outputs_of
from providers.store_recovery.transition import NOT_LOOKED, Here


def own_site(client: PrismCentral, inputs: StoreRecoveryInputs) -> OwnSite:
    """This site's own Prism Central. Raises NotFoundError where the environment names another one."""
    return expect_own_prism_central(client, inputs.prism_central, inputs.site)


def to_stand_down(client: PrismCentral, inputs: StoreRecoveryInputs, state: Mapping[str, Any]) -> list[Vm]:
    """The VMs of the tiers, those that the other site has brought home, and restored VMs that have no category."""
    restored = copies.present(client, (str(one["vm_id"]) for one in state.get("restored") or []))
    return list({vm.id: vm for vm in [*_of_tiers(client, inputs), *restored]}.values())


def stand_down(own: OwnSite, inputs: StoreRecoveryInputs, state: Mapping[str, Any]) -> dict[str, Any]:
    """Powers off those VMs that run, and marks those that nobody names by their ids; the outputs."""
    return {
        "superseded": power_off_and_mark(
            own, lambda: to_stand_down(own.client, inputs, state), inputs.owner, inputs.lineage
        )
    }


def quiet(own: OwnSite, inputs: StoreRecoveryInputs, state: Mapping[str, Any]) -> dict[str, Any]:
    """Powers off the stale copies that run, and no others; the outputs, the earlier ones kept."""
    outs = outputs_of(state)

    def stale() -> list[Vm]:
        return copies.stale(Vms(own.client).list(), inputs.owner, inputs.lineage)

    names = power_off_and_mark(own, stale, inputs.owner, inputs.lineage)
    return {**outs, "superseded": sorted({*(outs["superseded"] or []), *names})}


def look_at_site(inputs: StoreRecoveryInputs, state: Mapping[str, Any], *, preview: bool) -> Here:
    """What a site that goes on as it is needs to have done. A site in any other transition is not looked at.

    A preview tells what was found; where Prism Central does not answer, nothing was. Else an error is raised.
    """
    if state.get("active_site") != inputs.active_site:
        return NOT_LOOKED
    if inputs.here_active:
        return Here(lacking=_tell_lacking(state) if preview else tuple(lacking(central(), state)))
    if not preview:
        return Here(woken=_awake(central(), inputs).woken)
    # Before the disaster there may be no Prism Central at all: only a stack that has had VMs here misses one.
    silent = not (state.get("superseded") or state.get("restored"))
    awake = awake_at(lambda: _awake(central(PREVIEW), inputs), inputs.site, silent=silent)
    awake.warn(inputs.site, inputs.active_site)
    return Here(woken=awake.woken)


def _awake(client: PrismCentral, inputs: StoreRecoveryInputs) -> Awake:
    """By the mark, whatever the category: a restored VM may have none. Looks first whose Prism Central this is."""
    if inputs.prism_central:  # A state from before that field has none.
        own_site(client, inputs)
    here = list(Vms(client).list())
    found = [*copies.stale(here, inputs.owner, inputs.lineage), *_of_tiers(client, inputs)]
    return Awake.of({vm.id: vm for vm in found}.values(), inputs.owner, inputs.lineage)


def _tell_lacking(state: Mapping[str, Any]) -> tuple[str, ...]:
    """Their names; nobody counts where Prism Central does not answer."""
    if not any((state.get("captured_categories") or {}).values()):
        return ()
    try:
        names = tuple(lacking(central(PREVIEW), state))
    except PrismError as error:
        pulumi.log.warn(f"Could not check whether the restored VMs have their categories: {error}")
        return ()
    if names:
        pulumi.log.info(f"{listed(names)} will get back the categories that they had, which are known here now.")
    return names


def _of_tiers(client: PrismCentral, inputs: StoreRecoveryInputs) -> list[Vm]:
    return of_categories(client, [tier.category for tier in inputs.tiers], inputs.lineage)
