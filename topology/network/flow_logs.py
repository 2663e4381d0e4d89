"""The flow logs of a site's VPC, kept in S3."""

from collections.abc import Iterator
from dataclasses import dataclass

from topology.choices import TrafficType
from topology.config import FlowLogsConfig
from topology.errors import Problem


@dataclass(frozen=True)
class FlowLogs:
    """`bucket_arn`: an existing bucket, perhaps with a prefix; None for the stack's own, kept for `retention_days`."""

    traffic_type: TrafficType
    bucket_arn: str | None
    retention_days: int


def build_flow_logs(config: FlowLogsConfig) -> FlowLogs:
    """The flow logs of a configuration that has no problems."""
    return FlowLogs(config.traffic_type, config.bucket_arn, config.retention_days or 90)


def flow_logs_problems(path: str, config: FlowLogsConfig) -> Iterator[Problem]:
    """Problems of a site's flow logs."""
    if config.bucket_arn is not None and config.retention_days is not None:
        expected = (
            "expected no such key with bucketArn: this project does not change the settings of an existing bucket"
        )
        yield Problem.with_value(f"{path}.retentionDays", config.retention_days, expected)
