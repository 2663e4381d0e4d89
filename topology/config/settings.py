"""The words at the top of the configuration."""

from typing import Annotated

from pydantic import Field

from topology.choices import FailoverMode, Peering, Platform
from topology.config.section import Section
from topology.values import fields


class Settings(Section):
    """The top-level words: who is active, how the workload moves, what joins the sites."""

    active_region: fields.SiteName = Field(description="the name of the site that runs the workload")
    failover_mode: Annotated[FailoverMode, fields.choice(FailoverMode)] = FailoverMode.PLANNED
    recovery_reference_time: fields.Instant | None = None
    live_migrate: fields.Flag = False
    instant_restore: fields.Flag = False
    flip_number: fields.FlipNumber | None = None
    workload_platform: Annotated[Platform, fields.choice(Platform)] = Platform.NC2
    peering: Annotated[Peering, fields.choice(Peering)] = Peering.TRANSIT_GATEWAY
    # Not "the first site": the engine hands mappings over with their keys sorted, so there is no first one.
    home_site: fields.SiteName = Field(description="the name of the site that owns policy and plan")
    name_prefix: fields.NamePrefix | None = None
