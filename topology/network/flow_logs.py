"""The flow logs of a site's VPC, written to S3."""

from collections.abc import Iterator
from dataclasses import dataclass

from topology.choices import TrafficType
from topology.config import FlowLogsConfig
from topology.errors import Problem


@dataclass(frozen=True)
class FlowLogs:
    """`bucket_arn`: the bucket, with a prefix perhaps; None for our own, which forgets after `retention_days`."""

    traffic_type: TrafficType
    bucket_arn: str | None
    retention_days: int


def build_flow_logs(config: FlowLogsConfig) -> FlowLogs:
    """The flow logs of a configuration that has no problems."""
    return FlowLogs(config.traffic_type, config.bucket_arn, config.retention_days or 90)


def flow_logs_problems(path: str, config: FlowLogsConfig) -> Iterator[Problem]:
    """What is wrong with a site's flow logs."""
    if config.bucket_arn is not None and config.retention_days is not None:
        expected = "expected none beside bucketArn: the lifecycle of a bucket of yours is yours"
        yield Problem.with_value(f"{path}.retentionDays", config.retention_days, expected)
