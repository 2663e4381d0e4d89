"""The recovery from the store if every tier is in it: it comes before floating IPs, targets and routes."""

import json
from collections.abc import Sequence

import pulumi

from components.recovery.cluster_nodes import cluster_nodes
from components.recovery.store_recovery import store_recovery
from components.site_outputs import SiteOutputs
from providers.failover import Failover
from topology import SiteModel


def restored_first(
    model: SiteModel, *, recovery: Failover, other: SiteOutputs, after: Sequence[pulumi.Resource | None]
) -> list[pulumi.Resource]:
    """What the routes wait for beside `recovery`, which only counts the failover then.

    Nothing if a recovery plan brings up a first tier that needs no store. `after`: the networks, on the site that
    becomes active. Nodes that join come first; a cluster that is made exists by then.
    """
    if not model.protection.in_store or model.is_home:
        return []
    needed = [recovery, *(part for part in after if part and model.is_active)]
    nodes = cluster_nodes("nodes", model=model, after=needed) if model.is_active else None
    made = store_recovery(
        "store-recovery",
        model=model,
        generation=recovery.generation,
        # Those come after it here, and wait for nothing.
        floating_ips=None,
        after=[*needed, *([nodes] if nodes else [])],
        category_ids=json.loads(other.category_ids or "{}"),
    )
    return [one for one in (nodes, made) if one]
