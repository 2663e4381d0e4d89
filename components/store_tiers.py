"""The tiers in the recovery point store: their bucket and recovery on one site, their way home on the other."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi import Input, ResourceOptions

from components._names import Names
from components.recovery import homecoming
from components.recovery_point_bucket import RecoveryPointBucket
from components.site_outputs import SiteOutputs
from components.store_recovery import store_recovery
from providers.failover import Failover
from providers.store_recovery import StoreRecovery
from topology import SiteModel


def store_tiers(
    model: SiteModel,
    *,
    recovery: Failover,
    other: SiteOutputs,
    after: Sequence[pulumi.Resource | None],
    opts: ResourceOptions,
    first: Sequence[StoreRecovery] = (),
) -> Mapping[str, Input[Any]]:
    """Both after `recovery`, the failover of the tier that comes first; nothing without a recovery point store.
    Answers what people and scripts read of them.

    `after`: what else comes first on the site that becomes active, such as its routes and targets; `first`: the
    recovery that these have waited for, where everything is in the store.
    """
    bucket = RecoveryPointBucket.of(model, "recovery-points", names=Names.of(model), opts=opts)
    restored = first[0] if first else store_recovery("store-recovery", model=model, recovery=recovery, after=after)
    needed = [recovery, *(part for part in after if part and model.is_active)]
    if model.is_home:
        for tier in model.protection.store_tiers:
            homecoming(tier, model=model, other=other, after=needed)
    told = {"restored": restored.restored} if restored else {}
    return {**(bucket.outputs if bucket else {}), **told}
