"""The preview of a flip: reads, never writes, and fails where the flip itself would."""

from __future__ import annotations

import pulumi

from prism import ConfigurationError, NotFoundError, PrismCentral, PrismError, UnreachableError
from prism.datapolicies import NetworkMappings
from prism.dataprotection import RecoveryPoints
from prism.prism import Categories
from providers.base.client import PREVIEW, central
from providers.failover import facts
from providers.failover import messages as words
from providers.failover.inputs import FailoverInputs
from providers.failover.turn import Turn
from providers.failover.view import Flip
from providers.recovery import copies as vms

_HOW = {
    ("planned", False): "are shut down there and started here",
    ("planned", True): "are moved here while they run",
    ("unplanned", False): "are started here",
    ("unplanned", True): "are started here before their data is copied back",
}


def preview(inputs: FailoverInputs, turn: Turn) -> None:
    """Logs what the flip will do.

    Raises what would stop it; an unreachable Prism Central only makes it say less.
    """
    if inputs.here_active and inputs.without_plan:
        names = ", ".join(f"{one.key}:{one.value}" for one in inputs.categories)
        pulumi.log.info(
            f"Flip {turn.newest + 1}: {inputs.site} takes over from {turn.other}. No recovery plan runs: the VMs of "
            f"{names} are restored from the recovery point store, and routes follow once they are here."
        )
        return
    try:
        client = central(PREVIEW)
        if inputs.here_active:
            _activation(client, inputs, Flip(client, inputs, turn.other, turn.newest))
        elif turn.stands_down:
            pulumi.log.info(_standing_down(client, inputs, turn))
    except (UnreachableError, ConfigurationError) as error:
        pulumi.log.warn(f"What the change of activeRegion to {inputs.active_site} will do is not known: {error}")


def _activation(client: PrismCentral, inputs: FailoverInputs, flip: Flip) -> None:
    """Says what will run, then stops at what stands against it, so that the operator has both."""
    chosen = flip.choice()
    way = f"from {flip.source} to {inputs.site} (flip {flip.generation})"
    head = f"{inputs.mode.capitalize()} failover of '{flip.plan.label}' {way}"
    if chosen.job is not None:
        pulumi.log.info(f"{head}: job '{chosen.name}' is {chosen.job.status} already and will be adopted.")
        return
    flip.expect_offered()
    flip.expect_reachable()
    stale = [vm.label for vm in flip.stale_copies()]
    mapped = _networks(client, flip)
    sentences = [
        f"{head}: {_recovery(client, inputs, flip)}.",
        f"Networks: {mapped}." if mapped else "",
        f"Stale copies to be removed here first: {words.listed(stale)}." if stale else "",
        f"Job: '{chosen.name}'. Routes follow once the VMs are here.",
    ]
    pulumi.log.info(" ".join(sentence for sentence in sentences if sentence))
    flip.expect_no_risk()


def _recovery(client: PrismCentral, inputs: FailoverInputs, flip: Flip) -> str:
    """Which VMs, and from which moment."""
    category = Categories(client).find(inputs.category.key, inputs.category.value)
    if category is None:
        raise NotFoundError(
            f"The Prism Central at {client.endpoint} has no category "
            f"{inputs.category.key}:{inputs.category.value}, "
            f"so nothing is protected. Run pulumi up on the stack of {inputs.home_site}, and look at the "
            "pairing."
        )
    source_id = flip.directions.source_domain_manager_ext_id
    found = facts.replicated(RecoveryPoints(client).list(), [], facts.category_ids(client, inputs), source_id)
    what = _HOW[inputs.mode, inputs.live_migrate or inputs.instant_restore]
    moment = words.point_in_time(found, inputs.reference_time, facts.now(), inputs.rpo_seconds)
    return f"{words.listed([vm.name for vm in found])} {what}, {moment}"


def _networks(client: PrismCentral, flip: Flip) -> str:
    """From which network to which, in this direction."""
    pairs = []
    for mapping in NetworkMappings(client, flip.plan.id).list():
        ends = [mapping.primary_network.subnet_name or "?", mapping.recovery_network.subnet_name or "?"]
        pairs.append(" to ".join(reversed(ends) if flip.backwards else ends))
    return ", ".join(sorted(pairs))


def _standing_down(client: PrismCentral, inputs: FailoverInputs, turn: Turn) -> str:
    here = vms.running(vms.of_categories(client, inputs.categories))
    if not here:
        return f"{inputs.site} stands down for {inputs.active_site}: none of the protected VMs runs here."
    names, when = words.listed([vm.label for vm in here]), "as" if turn.other_has_taken_over else "once"
    return (
        f"{inputs.site} stands down for {inputs.active_site}: {names} still running here will be powered off and "
        f"marked superseded, {when} {inputs.active_site} has taken over."
    )


def warn_of_strays(inputs: FailoverInputs) -> None:
    """Warns of protected VMs that run here while another site is active, as a flip given up leaves them."""
    if inputs.here_active:
        return
    try:
        here = vms.running(vms.of_categories(central(PREVIEW), inputs.categories))
    except PrismError as error:
        pulumi.log.warn(f"Whether protected VMs run in {inputs.site} is not known: {error}")
        return
    if here:
        pulumi.log.warn(words.strays([vm.label for vm in here], inputs.site, inputs.active_site))
