"""The migration from EC2: the VPC that VMs come from, their records, and what DHCP may lease meanwhile."""

from topology.migration.dhcp import clear_of, leases
from topology.migration.ec2_vpc import Ec2Vpc, ExistingEc2Vpc, build_ec2_vpc, ec2_vpc_problems
from topology.migration.migration import Migration, build_migration, migration_problems

__all__ = [
    "Ec2Vpc",
    "ExistingEc2Vpc",
    "Migration",
    "build_ec2_vpc",
    "build_migration",
    "clear_of",
    "ec2_vpc_problems",
    "leases",
    "migration_problems",
]
