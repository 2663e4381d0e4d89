"""A site's flow logs as they are written down."""

from typing import Annotated

from topology import values
from topology.choices import TrafficType
from topology.config.section import Section


class FlowLogsConfig(Section):
    """Where the VPC's flow logs go, and which traffic they record."""

    traffic_type: Annotated[TrafficType, values.choice(TrafficType)] = TrafficType.ALL
    bucket_arn: values.BucketArn | None = None
    retention_days: values.Days | None = None
