"""An NC2 cluster on AWS and the number of its nodes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from providers._base import CheckedProvider, PrismResource
from providers._nc2_cluster_inputs import Nc2ClusterInputs


class Nc2ClusterProvider(CheckedProvider[Nc2ClusterInputs]):
    """Scales a cluster out and in by the NC2 console, or says which step is to be done by hand."""

    inputs = Nc2ClusterInputs
    replace_on = ("name", "region", "availability_zone", "node_type")


class Nc2Cluster(PrismResource, module="nc2", name="Nc2Cluster"):
    """The cluster of a site with ``nodes`` nodes; what needs the nodes depends on it.

    ``nodes`` 0: no cluster. ``new``: what one is made with where there is none (see NewCluster); without it the cluster
    is expected to be there, and is never ended.
    """

    cluster_id: pulumi.Output[str]
    """The console's id; empty where there is no cluster, or no access to the console."""
    joined: pulumi.Output[int]
    """How many nodes the cluster had when the last run ended."""

    def __init__(
        self,
        resource_name: str,
        *,
        name: pulumi.Input[str],
        region: pulumi.Input[str],
        availability_zone: pulumi.Input[str],
        node_type: pulumi.Input[str],
        nodes: pulumi.Input[int],
        prism_central: pulumi.Input[str],
        new: pulumi.Input[Mapping[str, Any]] | None = None,
        reasons: pulumi.Input[Sequence[str]] = (),
        usd_per_node_hour: pulumi.Input[float] = 0,
        timeout_seconds: pulumi.Input[float] = 4 * 3600,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        props = {
            "name": name,
            "region": region,
            "availability_zone": availability_zone,
            "node_type": node_type,
            "nodes": nodes,
            "prism_central": prism_central,
            "new": new,
            "reasons": reasons,
            "usd_per_node_hour": usd_per_node_hour,
            "timeout_seconds": timeout_seconds,
            "cluster_id": None,
            "joined": None,
        }
        super().__init__(Nc2ClusterProvider(), resource_name, props, opts)
