"""Faults of nodes, zero compute and the EC2 VPC."""

from tests.topology.wrong.parts import (
    EC2,
    EC2_OF_ONE_PREFIX,
    NORTH,
    ONE_PREFIX,
    SOUTH,
    Wrong,
    compute,
    existing_ec2,
    tier,
    zero,
)

VPC, SUBNET, GATEWAY = "vpc-0123456789abcdef0", "subnet-0123456789abcdef0", "tgw-0123456789abcdef0"
TABLE, ATTACHMENT = "tgw-rtb-0123456789abcdef0", "tgw-attach-0123456789abcdef0"

COMPUTE: Wrong = {
    # zero compute
    "zero compute at home": (zero(NORTH), f"{NORTH}.compute.mode", "the home site runs the workload"),
    "zero compute with something on a cluster": (
        {**zero(), "protection.destination": "cluster"},
        "protection.destination",
        "south is zero-compute and has no cluster to replicate to",
    ),
    "a tier on a cluster beside the first one in the store": (
        {**tier(destination="cluster"), **zero()},
        "protection.tiers[0].destination",
        "expected recovery-point-store, as in protection.destination: no recovery plan leads to",
    ),
    "everything in a store that there is not": (
        {"protection.destination": "recovery-point-store"},
        "protection.destination",
        "expected cluster, or a section recoveryPointStore, which names the bucket",
    ),
    "everything in a store every minute": (
        {**zero(), "protection.rpoSeconds": 60},
        "protection.rpoSeconds",
        "expected 3600 or more",
    ),
    "a tier with the name of the first": (
        {**tier(name="first"), **zero()},
        "protection.tiers[0].name",
        "each name once",
    ),
    "a new cluster without a version": (zero(aosVersion=...), f"{SOUTH}.compute.aosVersion", "is missing"),
    "a new cluster without a Prism Central": (
        zero(prismCentralVersion=...),
        f"{SOUTH}.compute.prismCentralVersion",
        "is missing: mode zero-compute makes a new cluster and needs it",
    ),
    "a new cluster without a key": (zero(sshKey=...), f"{SOUTH}.compute.sshKey", "is missing"),
    "a new cluster that nobody may reach": (zero(accessCidrs=...), f"{SOUTH}.compute.accessCidrs", "is missing"),
    "a version that is a number": (zero(aosVersion=7.3), f"{SOUTH}.compute.aosVersion", "a version in quotes"),
    "standby nodes in zero compute": (zero(standbyNodes=3), f"{SOUTH}.compute.standbyNodes", "only pilot-light"),
    "a new cluster for a warm standby": (
        zero(mode="warm-standby", aosVersion=..., prismCentralVersion=..., accessCidrs=...),
        f"{SOUTH}.compute.sshKey",
        "only zero-compute makes a cluster",
    ),
    # compute
    "compute without a mode": (compute(mode=...), f"{NORTH}.compute.mode", "warm-standby, pilot-light or zero-compute"),
    "a standby of another kind": (compute(mode="cold"), f"{NORTH}.compute.mode", "expected warm-standby, pilot-light"),
    "compute without nodes": (compute(activeNodes=...), f"{NORTH}.compute.activeNodes", "is missing"),
    "nodes that NC2 does not take": (compute(nodeType="i4x.metal"), f"{NORTH}.compute.nodeType", "mean i4i.metal?"),
    "a new cluster of legacy nodes": (
        zero(nodeType="i3.metal"),
        f"{SOUTH}.compute.nodeType",
        "since 2026-09-08 NC2 adds none of i3.metal",
    ),
    "a pilot light that would grow by legacy nodes": (
        compute(nodeType="i3.metal"),
        f"{NORTH}.compute.nodeType",
        "expected one of i3en.metal, i4i.metal: a failover adds nodes",
    ),
    "a new cluster whose AOS does not know its nodes": (
        zero(nodeType="i7i.metal-24xl"),
        f"{SOUTH}.compute.aosVersion",
        "expected 7.5.1 or later: earlier ones do not take i7i.metal-24xl",
    ),
    "two nodes": (
        compute(mode="warm-standby", activeNodes=2, standbyNodes=...),
        f"{NORTH}.compute.activeNodes",
        "expected 3 to 28 nodes",
    ),
    "more nodes than a cluster has": (
        compute(activeNodes=29),
        f"{NORTH}.compute.activeNodes",
        "expected 3 to 28 nodes",
    ),
    "two nodes standing by": (compute(standbyNodes=2), f"{NORTH}.compute.standbyNodes", "can never be expanded"),
    "more nodes standing by than active": (
        compute(activeNodes=4, standbyNodes=5),
        f"{NORTH}.compute.activeNodes",
        "expected at least as many as standbyNodes, 5",
    ),
    "a warm standby with fewer nodes": (
        compute(mode="warm-standby"),
        f"{NORTH}.compute.standbyNodes",
        "only pilot-light stands by with fewer",
    ),
    "nodes in a zone of another site": (
        compute(availabilityZone="eu-north-1z"),
        f"{NORTH}.compute.availabilityZone",
        "expected one of the site's availability zones",
    ),
    "nodes as text": (compute(activeNodes="six"), f"{NORTH}.compute.activeNodes", "expected"),
    # the EC2 VPC
    "the workload on EC2 without its VPC": (
        {"workloadPlatform": "ec2"},
        "ec2Vpc",
        "is missing: expected site, cidr",
    ),
    "a migration from nowhere": ({"migration": {}}, "ec2Vpc", "is missing: expected site, cidr and availabilityZones"),
    "a migration with an unknown mode": (
        {**ONE_PREFIX, "ec2Vpc": EC2_OF_ONE_PREFIX, "migration": {"retention": "all"}},
        "migration.retention",
        "expected plan, retain or rollback",
    ),
    "a migration with a table that AWS cannot name": (
        {**ONE_PREFIX, "ec2Vpc": EC2_OF_ONE_PREFIX, "migration": {"table": "my table"}},
        "migration.table",
        "3 to 255 letters",
    ),
    "a migration by a tag of AWS's own": (
        {**ONE_PREFIX, "ec2Vpc": EC2_OF_ONE_PREFIX, "migration": {"tags": {"aws:x": "1"}}},
        "migration.tags",
        "expected tag keys of 1 to 128 characters that do not begin with aws:",
    ),
    "an EC2 VPC in an unknown site": (
        {"ec2Vpc": {**EC2, "cidr": "172.30.0.0/16", "site": "west"}},
        "ec2Vpc.site",
        "north or south",
    ),
    "an EC2 VPC larger than AWS makes": ({"ec2Vpc": EC2}, "ec2Vpc.cidr", "from /16 to /24"),
    "an EC2 VPC without the workload's prefix": (
        {**ONE_PREFIX, "ec2Vpc": {**EC2_OF_ONE_PREFIX, "cidr": "172.31.0.0/16"}},
        "ec2Vpc.cidr",
        "holds 172.30.0.0/16 of overlay.externallyRoutablePrefixes",
    ),
    "an EC2 VPC that overlaps a site's": (
        {"ec2Vpc": {**EC2, "cidr": "10.20.0.0/16"}},
        "ec2Vpc.cidr",
        "expected no overlap with sites.north.vpcCidr, 10.20.0.0/18 (change either key)",
    ),
    "an EC2 VPC with a zone of the other site": (
        {**ONE_PREFIX, "ec2Vpc": {**EC2_OF_ONE_PREFIX, "availabilityZones": ["ap-southeast-2c"]}},
        "ec2Vpc.availabilityZones[0]",
        "an availability zone of eu-north-1",
    ),
    "a subnet where the EC2 VPC's attachment goes": (
        {
            **ONE_PREFIX,
            "ec2Vpc": EC2_OF_ONE_PREFIX,
            "overlay.subnets": [{"name": "web", "cidr": "172.30.255.0/24", "gateway": "172.30.255.1"}],
        },
        "overlay.subnets[0].cidr",
        "expected no overlap with 172.30.255.240/28, the attachment subnet of the EC2 VPC",
    ),
    "an EC2 VPC without zones": (
        {**ONE_PREFIX, "ec2Vpc": {"site": "north", "cidr": "172.30.0.0/16"}},
        "ec2Vpc.availabilityZones",
        "is missing: expected a list of 1 to 4 availability zones",
    ),
    "an existing EC2 VPC that nothing attaches": (
        existing_ec2(vpcId=VPC),
        "ec2Vpc.existing.transitGatewayAttachmentId",
        "is missing: expected the attachment of the VPC to the site's transit gateway; or",
    ),
    "an existing EC2 VPC without its id": (
        existing_ec2(subnetIds=[SUBNET]),
        "ec2Vpc.existing.vpcId",
        "is missing: expected the id of the VPC that the instances run in",
    ),
    "an attachment of the EC2 VPC to a gateway that the stack makes": (
        existing_ec2(vpcId=VPC, transitGatewayAttachmentId=ATTACHMENT),
        "ec2Vpc.existing.transitGatewayAttachmentId",
        "expected only together with sites.north.existing.transitGatewayId",
    ),
    "subnets of an EC2 VPC that is attached": (
        {
            **existing_ec2(vpcId=VPC, subnetIds=[SUBNET], transitGatewayAttachmentId=ATTACHMENT),
            f"{NORTH}.existing": {"transitGatewayId": GATEWAY, "transitGatewayRouteTableId": TABLE},
        },
        "ec2Vpc.existing.subnetIds",
        "expected no such key with transitGatewayAttachmentId, which has its subnets",
    ),
    "an existing EC2 VPC with zones": (
        existing_ec2({"availabilityZones": ["eu-north-1a"]}, vpcId=VPC, subnetIds=[SUBNET]),
        "ec2Vpc.availabilityZones",
        "expected no such key with ec2Vpc.existing",
    ),
    "one subnet of an existing EC2 VPC twice": (
        existing_ec2(vpcId=VPC, subnetIds=[SUBNET, SUBNET]),
        "ec2Vpc.existing.subnetIds[1]",
        "expected each subnet once",
    ),
    "no subnet to attach an existing EC2 VPC by": (
        existing_ec2(vpcId=VPC, subnetIds=[]),
        "ec2Vpc.existing.subnetIds",
        "expected at least one subnet",
    ),
    "an existing EC2 VPC by name": (
        existing_ec2(vpcId="production", subnetIds=[SUBNET]),
        "ec2Vpc.existing.vpcId",
        "expected the id of a VPC, such as vpc-0123456789abcdef0",
    ),
    "the site without the EC2 VPC active before the migration": (
        {**ONE_PREFIX, "ec2Vpc": EC2_OF_ONE_PREFIX, "workloadPlatform": "ec2", "activeRegion": "south"},
        "activeRegion",
        "migrate first",
    ),
}
