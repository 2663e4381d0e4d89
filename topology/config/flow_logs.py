"""A site's flow logs as they are written down."""

from typing import Annotated

from topology.choices import TrafficType
from topology.config.section import Section
from topology.values import fields, ids


class FlowLogsConfig(Section):
    """Where the VPC's flow logs go, and which traffic they tell of."""

    traffic_type: Annotated[TrafficType, fields.choice(TrafficType)] = TrafficType.ALL
    bucket_arn: ids.BucketArn | None = None
    retention_days: fields.Days | None = None
