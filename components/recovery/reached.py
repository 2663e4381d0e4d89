"""How far a failover and a cut-over have really come: what routes, floating IPs, targets and outputs follow."""

from collections.abc import Sequence
from dataclasses import replace

import pulumi
from pulumi import Output

from providers.cut_over import CutOver
from providers.failover import Failover
from providers.store_recovery import StoreRecovery
from topology import Platform, SiteModel


def reached(
    model: SiteModel, failover: Failover, restored: Sequence[pulumi.Resource], cut_over: CutOver | None
) -> Output[SiteModel]:
    """`model` with the active site and the platform that the state holds once these resources are done.

    The configuration only asks for them. After a failed or killed run, and in a run of other resources alone, they
    differ. A preview knows them: a resource that it would change shows the inputs that it would have.

    A site is active once everything says so that brings the first tier here.
    """
    active = [failover.active_site, *(one.active_site for one in restored if isinstance(one, StoreRecovery))]
    platform = cut_over.platform if cut_over else Output.from_input(model.platform.value)
    facts = Output.all(platform, *active)
    return facts.apply(lambda found: _as_found(model, str(found[0]), found[1:]))


def _as_found(model: SiteModel, platform: str, active: Sequence[str]) -> SiteModel:
    is_active = all(name == model.me.name for name in active)
    return replace(model, platform=Platform(platform), active=model.me if is_active else model.other)
