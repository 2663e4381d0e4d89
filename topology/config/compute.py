"""The nodes of a site's cluster as they are written down."""

from typing import Annotated

from pydantic import Field

from topology.choices import StandbyMode
from topology.config.section import Section
from topology.values import fields


class ComputeConfig(Section):
    """How the site stands by, and with which nodes; without it nobody here touches the cluster's nodes."""

    mode: Annotated[StandbyMode, fields.choice(StandbyMode)] = Field(
        description="warm-standby, pilot-light or zero-compute"
    )
    node_type: fields.InstanceType = Field(description="a bare-metal instance type such as i4i.metal")
    active_nodes: fields.Nodes = Field(description="the nodes of the cluster while the site is active, 3 to 28")
    standby_nodes: fields.Nodes | None = None
    availability_zone: fields.Zone | None = None
    aos_version: fields.Version | None = None
    prism_central_version: fields.Version | None = None
    ssh_key: fields.KeyName | None = None
    access_cidrs: tuple[fields.AnyPrefix, ...] | None = None
