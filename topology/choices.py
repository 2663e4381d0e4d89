"""The choices of the configuration, spelled alike in YAML, previews and outputs."""

from enum import StrEnum


class Platform(StrEnum):
    """Where the workload runs: on EC2 instances (before the migration) or on NC2 (after it)."""

    EC2 = "ec2"
    NC2 = "nc2"


class FailoverMode(StrEnum):
    """How the workload changes sites: with both sites reachable, or with one lost. A rehearsal is a drill instead."""

    PLANNED = "planned"
    UNPLANNED = "unplanned"


class RiskKind(StrEnum):
    """What may go wrong with a failover, and may be accepted for one failover."""

    STALE_RECOVERY_POINT = "stale-recovery-point"
    MISSING_RECOVERY_POINT = "missing-recovery-point"
    UNHEALTHY_REPLICATION = "unhealthy-replication"
    MISSING_CAPACITY = "missing-capacity"
    UNMAPPED_NETWORK = "unmapped-network"
    ADDRESS_TAKEN = "address-taken"
    FLOATING_IP_POOL = "floating-ip-pool"
    SOURCE_ANSWERS = "source-answers"
    NOT_RECOVERED = "not-recovered"
    ADDRESS_NOT_KEPT = "address-not-kept"
    OUT_OF_STEP = "out-of-step"
    SOURCE_WENT_ON = "source-went-on"
    NOTHING_PROTECTED = "nothing-protected"


NEVER_ACCEPTED = frozenset({RiskKind.NOTHING_PROTECTED})
"""Nobody accepts these: the other site would stand down and power off what may be the only running copies."""


class Destination(StrEnum):
    """Where a tier's recovery points go: to the other site's cluster, or to a recovery point store (an S3 bucket)."""

    CLUSTER = "cluster"
    RECOVERY_POINT_STORE = "recovery-point-store"


class StoreAccess(StrEnum):
    """How Multicloud Snapshot Technology accesses its bucket: as a user with keys, or by a role."""

    USER = "user"
    ROLE = "role"


class Peering(StrEnum):
    """What joins the two sites' VPCs."""

    TRANSIT_GATEWAY = "transit-gateway"
    VPC = "vpc"
    NONE = "none"


class OnPremisesConnection(StrEnum):
    """What joins the sites to on-premises."""

    VPN = "vpn"
    DIRECT_CONNECT = "direct-connect"
    NONE = "none"


class VpnRouting(StrEnum):
    """How each end of a VPN connection learns the prefixes behind the other end."""

    BGP = "bgp"
    STATIC = "static"


class DpdAction(StrEnum):
    """What AWS does with a tunnel whose peer no longer answers (dead peer detection)."""

    RESTART = "restart"
    CLEAR = "clear"
    NONE = "none"


class StartupAction(StrEnum):
    """Which end starts a tunnel: AWS, or the customer gateway."""

    START = "start"
    ADD = "add"


class StandbyMode(StrEnum):
    """How much of a site's cluster runs while the site stands by: all nodes, a few, or none."""

    WARM_STANDBY = "warm-standby"
    PILOT_LIGHT = "pilot-light"
    ZERO_COMPUTE = "zero-compute"


class NatGateways(StrEnum):
    """One NAT gateway per availability zone, one for the site, or none: then private subnets reach no internet."""

    PER_AZ = "per-az"
    SINGLE = "single"
    NONE = "none"


class GatewayEndpoint(StrEnum):
    """The AWS services that a VPC reaches by a gateway endpoint, free of charge and without a NAT gateway."""

    S3 = "s3"
    DYNAMODB = "dynamodb"


class TrafficType(StrEnum):
    """Which traffic the flow logs record."""

    ALL = "all"
    ACCEPT = "accept"
    REJECT = "reject"


class RetentionMode(StrEnum):
    """How far retention goes: report only, give VMs their captured addresses, or restore the recorded NICs."""

    PLAN = "plan"
    RETAIN = "retain"
    ROLLBACK = "rollback"


class FirewallMode(StrEnum):
    """Whether the firewall only counts what its rules match, or blocks it."""

    COUNT = "count"
    BLOCK = "block"


class ManagedRules(StrEnum):
    """The managed rule groups of AWS WAF that can stand in the firewall, in the order of their evaluation."""

    IP_REPUTATION = "ip-reputation"
    ANONYMOUS_IP = "anonymous-ip"
    COMMON = "common"
    KNOWN_BAD_INPUTS = "known-bad-inputs"
    ADMIN_PROTECTION = "admin-protection"
    SQL_DATABASE = "sql-database"
    LINUX = "linux"
    POSIX = "posix"
    WINDOWS = "windows"
    PHP = "php"
    WORDPRESS = "wordpress"
