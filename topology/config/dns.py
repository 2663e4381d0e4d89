"""The schema of `dns`."""

from pydantic import Field

from topology import values
from topology.config.section import Section


class DnsConfig(Section):
    """A name in a hosted zone that the home site's stack makes (`zone`) or that exists (`zoneId`)."""

    name: values.HostName = Field(description="the DNS name that leads to the active site")
    zone: values.HostName | None = None
    zone_id: values.HostedZoneId | None = None
    accelerated_recovery: values.Flag | None = None
