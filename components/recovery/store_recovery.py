"""The recovery of the tiers in the recovery point store, after the tier with the short recovery time."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi import Input, ResourceOptions

from providers.store_recovery import StoreRecovery, declared
from topology import SiteModel


def store_recovery(
    name: str,
    *,
    model: SiteModel,
    generation: Input[int],
    floating_ips: Mapping[str, Any] | None,
    after: Sequence[pulumi.Resource],
    category_ids: Mapping[str, str] | None = None,
    brought_home: str | None = None,
) -> StoreRecovery | None:
    """This site's StoreRecovery; None without such tiers, and on the home site, to which a plan brings them back.

    `generation` is the flip's number, as the failover counts it. `floating_ips` may wait for VMs that are restored.
    `category_ids` are the home site's, for a Prism Central that may know none. `brought_home` says which VMs of these
    tiers the home site has brought home.
    """
    if model.recovery_point_store is None or not model.protection.store_tiers or model.is_home:
        return None
    return StoreRecovery(
        name,
        **declared(model),
        generation=generation,
        category_ids=category_ids,
        brought_home=brought_home,
        floating_ips=floating_ips,
        opts=ResourceOptions(depends_on=list(after), protect=True),
    )
