"""A failover foreseen: what a transition will do, read from this site's Prism Central. Changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi

from prism import ConfigurationError, ConflictError, NotFoundError, PrismCentral, UnreachableError
from providers.base import PREVIEW, central
from providers.failover import guards, messages
from providers.failover.facts import Facts, observe
from providers.failover.inputs import FailoverInputs
from providers.failover.risks import find_risks
from providers.failover.standby import leaving
from providers.failover.state import lineage_of
from providers.failover.view import FailoverView
from providers.recovery import (
    Count,
    Foreseen,
    ForeseenVm,
    Network,
    Room,
    StandDown,
    TakeOver,
    gib,
    running,
    when,
)

Foretold = Count | TakeOver | StandDown


def foretell(transition: Foretold, view: FailoverView) -> Foreseen:
    """What this transition will do. Reads only, and logs nothing.

    Raises NotFoundError and others for what makes a failover impossible; risks are in the value. Raises
    UnreachableError where Prism Central does not answer.
    """
    match transition:
        case Count(generation):
            return _counted(view.inputs, generation)
        case StandDown(generation):
            return _standing_down(view.client, view.inputs, generation)
        case TakeOver():
            return _takeover(view)


def tell(transition: Foretold, inputs: FailoverInputs, state: Mapping[str, Any] | None = None) -> None:
    """Logs what this transition will do, and raises what stands against it.

    Where Prism Central does not answer, a warning says so, and nothing is raised.
    """
    if isinstance(transition, Count):
        pulumi.log.info(str(_counted(inputs, transition.generation)))
        return
    try:
        newest = transition.newest if isinstance(transition, TakeOver) else transition.generation
        before = lineage_of(state or {})
        client = central(PREVIEW)
        with client.one_look():
            view = FailoverView(client, inputs, inputs.other_site, newest, before)
            foreseen = foretell(transition, view)
    except (UnreachableError, ConfigurationError) as error:
        pulumi.log.warn(f"Could not foresee what activeRegion: {inputs.active_site} will do: {error}")
        return
    pulumi.log.info(str(foreseen))
    if foreseen.refusal:
        raise ConflictError(foreseen.refusal)


def _takeover(view: FailoverView) -> Foreseen:
    inputs, chosen = view.inputs, view.choice()
    head = messages.head(inputs, view.plan.label, view.generation)
    if chosen.job is not None:
        return Foreseen(
            "adopt",
            view.plan.label,
            inputs.mode,
            view.source,
            inputs.site,
            when.now(),
            f"{head}: job '{chosen.name}' is {chosen.job.status} already and will be adopted.",
            flip=view.generation,
            job=chosen.name,
            risks=guards.adoption_risks(view, chosen.job),
            accepted=inputs.acceptance,
        )
    guards.expect_offered(view)
    guards.expect_reachable(view)
    if not view.categories:
        raise NotFoundError(messages.no_category(view.client.endpoint, inputs.category, inputs.home_site))
    return _begun(view, observe(view), chosen.name)


def foretell_now(view: FailoverView) -> Foreseen:
    """What a failover would do that started now, whatever jobs the plan has had. Reads only, for readiness."""
    return _begun(view, observe(view), "")


def _begun(view: FailoverView, facts: Facts, job: str) -> Foreseen:
    inputs = view.inputs
    head = messages.head(inputs, view.plan.label, view.generation)
    coming = {vm.name for vm in facts.to_recover}
    return Foreseen(
        step="take-over",
        subject=view.plan.label,
        mode=inputs.mode,
        source=view.source,
        target=inputs.site,
        now=facts.now,
        summary=f"{head}: {messages.what_will_happen(inputs, sum(vm.newest is not None for vm in facts.to_recover))}.",
        flip=view.generation,
        job=job,
        rpo_seconds=facts.rpo_seconds,
        reference_time=facts.reference_time,
        recovered=_by_stage(facts),
        here=tuple(sorted(facts.here)),
        stale=facts.stale,
        powered_off=tuple(vm.label for vm in running(view.stale_copies())),
        networks=_networks(facts),
        held_addresses=len(facts.taken),
        floating_ips=tuple((wish.vm, wish.address) for wish in facts.floating_wishes if wish.vm in coming),
        floating_free=facts.floating_free,
        room=_room(facts),
        risks=find_risks(facts),
        accepted=inputs.acceptance,
        notes=facts.notes,
    )


def _by_stage(facts: Facts) -> tuple[ForeseenVm, ...]:
    """The VMs in the order in which the plan starts them."""
    count = len(facts.stages)
    found = []
    for vm in facts.to_recover:
        number = next((at for at, stage in enumerate(facts.stages, 1) if stage & vm.categories), None)
        told = f"Stage {number} of {count}" if number else "In no stage of the plan"
        found.append((number or count + 1, ForeseenVm.of(vm, told if count > 1 and vm.categories else "")))
    return tuple(vm for _, vm in sorted(found, key=lambda one: (one[0], one[1].name)))


def _networks(facts: Facts) -> tuple[Network, ...] | None:
    if facts.networks is None:
        return None
    return tuple(Network(one.source, one.target, one.there) for one in facts.networks)


def _room(facts: Facts) -> Room:
    needed, free = sum(vm.memory_bytes for vm in facts.to_recover), facts.free_memory_bytes
    if free is None:
        return Room(f"{gib(needed)} of memory")
    return Room(f"{gib(needed)} of memory", f"{gib(max(free, 0))} free", enough=needed <= free)


def _counted(inputs: FailoverInputs, generation: int) -> Foreseen:
    names = ", ".join(str(one) for one in inputs.categories)
    return Foreseen(
        "count",
        "",
        inputs.mode,
        inputs.other_site,
        inputs.site,
        when.now(),
        f"Flip {generation}: {inputs.site} takes over from {inputs.other_site}. No recovery plan will run: the VMs of "
        f"{names} will be restored from the recovery point store. Routes will follow once they are here.",
        flip=generation,
    )


def _standing_down(client: PrismCentral, inputs: FailoverInputs, generation: int) -> Foreseen:
    here = tuple(vm.label for vm in running(leaving(client, inputs)))
    site, other = inputs.site, inputs.active_site
    what = (
        f"{len(here)} VM{'' if len(here) == 1 else 's'} that still run in {site} will be powered off as stale copies"
        if here
        else f"no protected VM runs in {site}"
    )
    summary = f"{site} stands down for {other}: {what}."
    return Foreseen(
        "stand-down", inputs.recovery_plan, inputs.mode, site, other, when.now(), summary, generation, powered_off=here
    )
