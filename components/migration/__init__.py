"""The migration from EC2: the VPC that the workload comes from, and the move of its instances."""

from components.migration.ec2_vpc import Ec2Vpc
from components.migration.migration import Migration

__all__ = ["Ec2Vpc", "Migration"]
