"""The nodes of the site's NC2 cluster, where the configuration says how the site stands by."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pulumi
from pulumi import Output, ResourceOptions

from components.network import Network
from components.stack import Stack
from costs import node_charge, price_book
from providers.nc2_cluster import Nc2Cluster
from topology import SiteModel, Tier
from topology.compute import Compute, NewCluster, wanted_nodes


def cluster_nodes(
    name: str, stack: Stack, *, active_sites: Sequence[Output[str]], after: Sequence[pulumi.Resource]
) -> Nc2Cluster | None:
    """The Nc2Cluster of this site, brought to its nodes after `after`; None where this project manages no nodes.

    `active_sites` are those that the recoveries have come to: no node is given back while one of them is this site.
    """
    compute, me = stack.site.compute, stack.site.name
    if compute is None or stack.site.zero_compute:
        return None
    wanted = Output.all(*active_sites).apply(lambda active: wanted_nodes(compute, active=me in active))
    nodes: dict[str, Any] = {
        "nodes": wanted.apply(lambda found: found.nodes),
        "reasons": wanted.apply(lambda found: list(found.reasons)),
    }
    declared = {**_declared(stack.model, compute), **nodes}
    return Nc2Cluster(name, **declared, opts=ResourceOptions(depends_on=list(after)))


def new_cluster(name: str, stack: Stack, *, network: Network) -> Nc2Cluster | None:
    """The Nc2Cluster of a site in zero compute, made in its own subnets when it becomes active; None for any other.

    A site that stands down declares none, so it is ended last of all, after the failover has stopped what ran there.
    """
    compute = stack.site.compute
    if compute is None or compute.new is None:
        return None
    new = _new(compute, compute.new, stack, network)
    # Its hosts fetch their software by the routes and gateways of the network.
    return Nc2Cluster(name, **_declared(stack.model, compute), new=new, opts=ResourceOptions(depends_on=[network]))


def _new(compute: Compute, new: NewCluster, stack: Stack, network: Network) -> dict[str, Any]:
    zone = stack.site.availability_zones.index(compute.availability_zone)
    return {
        "vpc_id": network.vpc_id,
        "vpc_cidr": stack.site.vpc_cidr,
        "management_subnet_id": network.subnet_ids[Tier.METAL][zone],
        "prism_central_subnet_id": network.subnet_ids[Tier.PC][zone],
        "flow_subnet_id": network.subnet_ids[Tier.FLOW][zone],
        "flow_subnet_cidr": network.subnet_cidrs[Tier.FLOW][zone],
        "aos_version": new.aos_version,
        "prism_central_version": new.prism_central_version,
        "ssh_key": new.ssh_key,
        "access_cidrs": list(new.access_cidrs),
    }


def _declared(model: SiteModel, compute: Compute) -> dict[str, Any]:
    """What the configuration says of the cluster."""
    site, wanted = model.me, wanted_nodes(compute, active=model.is_active)
    return {
        "name": site.cluster,
        "region": site.region,
        "availability_zone": compute.availability_zone,
        "node_type": compute.node_type.name,
        "nodes": wanted.nodes,
        "prism_central": site.prism_central,
        "reasons": wanted.reasons,
        "usd_per_node_hour": float(_price(compute, site.region)),
    }


def _price(compute: Compute, region: str) -> Decimal:
    """US dollars. Nothing about prices ever fails a run, which may be a failover: 0 for an unknown price."""
    try:
        return price_book().price(node_charge(compute.node_type.name), region).usd
    except (ValueError, LookupError, OSError):
        return Decimal(0)
