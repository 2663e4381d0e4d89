"""The local cloud's life: up, status, env, fault, save, restore, down."""

from pathlib import Path

from simulator.cloud.cloud import LocalCloud
from simulator.cloud.errors import (
    CloudDied,
    CloudError,
    CloudMissing,
    CloudNotStarted,
    CloudRefused,
    SnapshotRefused,
)
from simulator.cloud.gateway import Mode
from simulator.cloud.status import CloudStatus

__all__ = [
    "CloudDied",
    "CloudError",
    "CloudMissing",
    "CloudNotStarted",
    "CloudRefused",
    "CloudStatus",
    "LocalCloud",
    "Mode",
    "SnapshotRefused",
    "environment",
]


def environment(directory: Path | str, site: str) -> dict[str, str]:
    """What to set to work against a site of the local cloud in a directory."""
    return LocalCloud(directory).environment(site)
