"""The recovery from the store where everything is in it: it comes before floating IPs, targets and routes."""

import json
from collections.abc import Sequence

import pulumi

from components.site_outputs import SiteOutputs
from components.store_recovery import store_recovery
from providers.failover import Failover
from providers.store_recovery import StoreRecovery
from topology import SiteModel


def restored_first(
    model: SiteModel, *, recovery: Failover, other: SiteOutputs, after: Sequence[pulumi.Resource | None]
) -> list[StoreRecovery]:
    """What the routes wait for beside `recovery`, which only counts the flip then; nothing where a recovery plan brings
    up a first tier that needs no store. `after`: the networks.
    """
    if not model.protection.in_store:
        return []
    ids = json.loads(other.category_ids or "{}")
    made = store_recovery("store-recovery", model=model, recovery=recovery, after=after, category_ids=ids)
    return [made] if made else []
