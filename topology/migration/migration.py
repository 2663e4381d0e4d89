"""The migration from EC2: which instances, where they are recorded, and how far retention goes."""

from collections.abc import Iterator
from dataclasses import dataclass

from topology.choices import RetentionMode
from topology.config import Ec2VpcConfig, MigrationConfig
from topology.errors import Problem


@dataclass(frozen=True)
class Migration:
    """`site` is where the EC2 VPC lies. Without `tags` every instance of that VPC is meant."""

    site: str
    table: str
    retention: RetentionMode
    tags: tuple[tuple[str, str], ...] = ()


def build_migration(config: MigrationConfig, ec2_vpc: Ec2VpcConfig) -> Migration:
    """The migration of a configuration that has no problems."""
    return Migration(ec2_vpc.site, config.table, config.retention, tuple(sorted(config.tags.items())))


def migration_problems(config: MigrationConfig, ec2_vpc: Ec2VpcConfig | None, faulty: bool) -> Iterator[Problem]:
    """Problems of the migration; `faulty`: whether `ec2Vpc` has problems of its own, which are listed already."""
    if ec2_vpc is None and not faulty:
        expected = "is missing: expected site, cidr and availabilityZones of the VPC that the instances come from"
        yield Problem("ec2Vpc", expected)
    for key in config.tags:
        if not 0 < len(key) <= 128 or key.lower().startswith("aws:"):
            yield Problem.with_value(
                "migration.tags", key, "expected tag keys of 1 to 128 characters that do not begin with aws:"
            )
