"""The nodes of the site's NC2 cluster, where the configuration says how the site stands by."""

from collections.abc import Sequence
from decimal import Decimal

import pulumi
from pulumi import ResourceOptions

from providers.nc2_cluster import Nc2Cluster
from topology import SiteModel
from topology.compute import Compute
from topology.price_files import price_book
from topology.prices import node_charge
from topology.wanted_nodes import wanted_nodes


def cluster_nodes(name: str, *, model: SiteModel, after: Sequence[pulumi.Resource]) -> Nc2Cluster | None:
    """This site's Nc2Cluster; None where nobody here touches the nodes.

    It is brought to its nodes after `after`.
    """
    site, compute = model.me, model.me.compute
    if compute is None:
        return None
    wanted = wanted_nodes(compute, active=model.is_active)
    return Nc2Cluster(
        name,
        name=site.cluster,
        region=site.region,
        availability_zone=compute.availability_zone,
        node_type=compute.node_type.name,
        nodes=wanted.nodes,
        prism_central=site.prism_central,
        reasons=wanted.reasons,
        usd_per_node_hour=float(_price(compute, site.region)),
        opts=ResourceOptions(depends_on=list(after)),
    )


def _price(compute: Compute, region: str) -> Decimal:
    """Nothing about prices ever fails a run, which may be a failover."""
    try:
        return price_book().price(node_charge(compute.node_type.name), region).usd
    except (ValueError, LookupError, OSError):
        return Decimal(0)
