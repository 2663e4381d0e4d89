"""The failover of this site: which site is active, and what must be done before routes may follow."""

from collections.abc import Sequence

import pulumi
from pulumi import ResourceOptions

from providers.failover import Failover
from topology import SiteModel


def failover(
    name: str, *, model: SiteModel, after: Sequence[pulumi.Resource], opts: ResourceOptions | None = None
) -> Failover:
    """This site's Failover resource. `after`: networks and plan must stand before a virtual machine is recovered.

    It works from the recovery plan that this site's own Prism Central holds, so it needs nothing of the other site.
    """
    return Failover(
        name,
        site=model.me.name,
        active_site=model.active.name,
        home_site=model.home.name,
        recovery_plan=model.protection.recovery_plan,
        category={"key": model.protection.category.key, "value": model.protection.category.value},
        mode=model.failover_mode.value,
        reference_time=model.recovery_reference_time,
        sites={site.name: site.prism_central for site in model.sites.values()},
        timeout_seconds=model.protection.timeout_minutes * 60,
        opts=ResourceOptions.merge(opts, ResourceOptions(depends_on=list(after))),
    )
