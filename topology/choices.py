"""The words a configuration may choose between; they read the same in YAML, previews and outputs."""

from enum import StrEnum


class Platform(StrEnum):
    """Where the workload runs: on EC2 instances (before the migration) or on NC2 (after it)."""

    EC2 = "ec2"
    NC2 = "nc2"


class FailoverMode(StrEnum):
    """How the workload changes sites: both reachable, one lost, or a rehearsal in the test network."""

    PLANNED = "planned"
    UNPLANNED = "unplanned"
    TEST = "test"


class Peering(StrEnum):
    """What joins the two sites' VPCs."""

    TRANSIT_GATEWAY = "transit-gateway"
    VPC = "vpc"
    NONE = "none"


class NatGateways(StrEnum):
    """One NAT gateway for every availability zone, or a single one for the site."""

    PER_AZ = "per-az"
    SINGLE = "single"


class RetentionMode(StrEnum):
    """How far retention goes: it looks and tells, gives the captured addresses, or puts the recorded NICs back."""

    PLAN = "plan"
    RETAIN = "retain"
    ROLLBACK = "rollback"


class Tier(StrEnum):
    """What a subnet of the VPC is for.

    public: NAT gateways and load balancers; metal: the bare-metal hosts of the cluster; pc: Prism Central;
    flow: Flow Virtual Networking; attachment: transit gateway attachments of the EC2 VPC, and nothing else.
    """

    PUBLIC = "public"
    METAL = "metal"
    PC = "pc"
    FLOW = "flow"
    ATTACHMENT = "attachment"


class Target(StrEnum):
    """What a route points at."""

    NC2_VPC = "nc2-vpc"
    EC2_VPC = "ec2-vpc"
    PEERING = "transit-gateway-peering"
    TRANSIT_GATEWAY = "transit-gateway"
    VPC_PEERING = "vpc-peering"


class RouteTable(StrEnum):
    """The two kinds of route table of a site's VPC; metal, pc and flow subnets are private."""

    PUBLIC = "public"
    PRIVATE = "private"
