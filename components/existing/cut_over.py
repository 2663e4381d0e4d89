"""A run that leads the workload to the other platform of its site, and the EC2 VPC that it leads it from or to."""

from collections.abc import Mapping

from components.stack import Stack
from topology import Platform, Shadow, Target


def cuts_over(stack: Stack) -> bool:
    """Whether the workload's routes led to the other platform of this site, and no longer should."""
    was = Target.NC2_VPC if stack.model.platform is Platform.EC2 else Target.EC2_VPC
    led = stack.own.get("workloadRoutes")
    return stack.model.is_active and isinstance(led, Mapping) and was.value in led.values()


def existing_ec2_vpc(stack: Stack) -> str:
    """The id of the EC2 VPC that the configuration names at this site; empty where it names none."""
    vpc = stack.model.ec2_vpc
    return vpc.existing.vpc_id if vpc and vpc.existing and vpc.site == stack.site.name else ""


def is_beaten(stack: Stack, shadow: Shadow) -> bool:
    """Whether it is the propagated route of the named EC2 VPC: once on NC2, this stack's route wins over it."""
    route = shadow.route
    same = route.strength == 0 and str(route.destination) == shadow.prefix
    return same and route.resource_id == existing_ec2_vpc(stack)
