"""How far a failover and a cut-over have really come: what routes, floating IPs, targets and outputs follow."""

from collections.abc import Sequence
from dataclasses import replace

import pulumi
from pulumi import Output

from components.published import Published
from components.recovery.turn import word_of
from providers.base import known
from providers.cut_over import CutOver
from providers.failover import Failover, messages
from providers.failover.turn import Word, is_old_state
from providers.store_recovery import StoreRecovery
from topology import Platform, SiteModel


def reached(
    model: SiteModel,
    other: Published,
    failover: Failover,
    restored: Sequence[pulumi.Resource],
    cut_over: CutOver | None,
) -> Output[SiteModel]:
    """`model` with the active site and the platform that the state holds once these resources are done.

    The configuration only asks for them. After a failed or killed run, and in a run of other resources alone, they
    differ. A preview knows them: a resource that it would change shows the inputs that it would have.

    A site is active once everything says so that brings the first tier here. Raises RunError for a state that was put
    back: it calls this site active as the configuration does, and the other stack has published a takeover since.
    """
    active = [failover.active_site, *(one.active_site for one in restored if isinstance(one, StoreRecovery))]
    platform = cut_over.platform if cut_over else Output.from_input(model.platform.value)
    # A preview of a failover does not know its number yet, and is not held against the other stack's word.
    generation = failover.generation.apply(lambda found: found if known(found) else None, run_with_unknowns=True)
    facts = Output.all(platform, generation, *active)
    return facts.apply(lambda found: _as_found(model, word_of(other), str(found[0]), found[1], found[2:]))


def _as_found(
    model: SiteModel, others: Word | None, platform: str, generation: int | None, active: Sequence[str]
) -> SiteModel:
    site = model.me.name
    is_active = all(name == site for name in active)
    if (
        model.is_active
        and others
        and generation is not None
        and is_old_state(Word(int(generation), active[0]), site, others)
    ):
        raise pulumi.RunError(messages.routes_of_an_old_state(site, model.other.name, others.generation))
    return replace(model, platform=Platform(platform), active=model.me if is_active else model.other)
