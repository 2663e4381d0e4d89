"""The name that leads to the active site as it is written down."""

from pydantic import Field

from topology.config.section import Section
from topology.values import fields


class DnsConfig(Section):
    """A name in a hosted zone that is made (`zone`) or there already (`zoneId`)."""

    name: fields.HostName = Field(description="the DNS name that leads to the active site")
    zone: fields.HostName | None = None
    zone_id: fields.HostedZoneId | None = None
