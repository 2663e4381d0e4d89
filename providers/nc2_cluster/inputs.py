"""The inputs of Nc2Cluster."""

from __future__ import annotations

from pydantic import Field

from providers.base import Cidr, Inputs, Part


class NewCluster(Part):
    """How the cluster is made if there is none. Subnets are AWS ids, all in the availability zone of the cluster.

    ``vpc_cidr`` and ``flow_subnet_cidr`` are needed to make it, and not of a cluster that an earlier release has made.
    """

    vpc_id: str
    management_subnet_id: str
    prism_central_subnet_id: str
    flow_subnet_id: str
    vpc_cidr: Cidr | None = None
    flow_subnet_cidr: Cidr | None = None
    aos_version: str
    prism_central_version: str
    ssh_key: str
    access_cidrs: list[Cidr] = Field(default_factory=list)


class Nc2ClusterInputs(Inputs):
    """``nodes`` of all types together. ``node_type`` is that of the nodes to come; nodes of other types stay.

    With ``nodes`` 0 there is no cluster. Without ``new`` a missing cluster is an error, and none is terminated.

    ``reasons`` explain the number of ``nodes``. They are shown and change nothing. ``usd_per_node_hour`` 0 means that
    no price is known. ``prism_central`` is the name of the Prism Central that runs on the cluster.
    """

    name: str
    region: str
    availability_zone: str
    node_type: str
    nodes: int
    prism_central: str
    new: NewCluster | None = None
    reasons: list[str] = Field(default=[])
    usd_per_node_hour: float = 0
    timeout_seconds: float = 4 * 3600
