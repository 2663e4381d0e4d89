"""A site's flow logs as they are written down."""

from typing import Annotated

from topology import _fields as fields
from topology import _ids as ids
from topology.choices import TrafficType

from .section import Section


class FlowLogsConfig(Section):
    """Where the VPC's flow logs go, and which traffic they tell of."""

    traffic_type: Annotated[TrafficType, fields.choice(TrafficType)] = TrafficType.ALL
    bucket_arn: ids.BucketArn | None = None
    retention_days: fields.Days | None = None
