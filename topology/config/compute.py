"""The schema of `sites.<site>.compute`."""

from typing import Annotated

from pydantic import Field

from topology import values
from topology.choices import StandbyMode
from topology.config.section import Section


class ComputeConfig(Section):
    """How the site stands by, and with which nodes; without this section the stack manages no nodes."""

    mode: Annotated[StandbyMode, values.choice(StandbyMode)] = Field(
        description="warm-standby, pilot-light or zero-compute"
    )
    node_type: values.InstanceType = Field(description="a bare-metal instance type such as i4i.metal")
    active_nodes: values.Nodes = Field(description="the nodes of the cluster while the site is active, 3 to 28")
    standby_nodes: values.Nodes | None = None
    availability_zone: values.Zone | None = None
    aos_version: values.Version | None = None
    prism_central_version: values.Version | None = None
    ssh_key: values.KeyName | None = None
    access_cidrs: tuple[values.AnyPrefix, ...] | None = None
