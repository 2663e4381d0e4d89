"""The schema of the top-level keys."""

from typing import Annotated

from pydantic import Field

from topology import values
from topology.choices import FailoverMode, Peering, Platform
from topology.config.section import Section


class Settings(Section):
    """The top-level keys: the active site, how the workload changes sites, what joins the sites."""

    active_region: values.SiteName = Field(description="the name of the site that runs the workload")
    failover_mode: Annotated[FailoverMode, values.choice(FailoverMode)] = FailoverMode.PLANNED
    recovery_reference_time: values.Instant | None = None
    live_migrate: values.Flag = False
    instant_restore: values.Flag = False
    flip_number: values.FlipNumber | None = None
    workload_platform: Annotated[Platform, values.choice(Platform)] = Platform.NC2
    peering: Annotated[Peering, values.choice(Peering)] = Peering.TRANSIT_GATEWAY
    # Not "the first site": the engine hands mappings over with their keys sorted, so there is no first one.
    home_site: values.SiteName = Field(description="the name of the site that owns policy and plan")
    name_prefix: values.NamePrefix | None = None
