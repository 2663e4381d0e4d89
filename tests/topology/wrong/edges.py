"""Faults between values of which each is right by itself: partitions, names that AWS makes of ours, one thing twice."""

from typing import Any

from tests.topology.wrong.parts import CERTIFICATES, FRONT, NAME, NORTH, SOUTH, Wrong, line

GOVCLOUD = {f"{SOUTH}.region": "us-gov-west-1", f"{SOUTH}.availabilityZones": ["us-gov-west-1a", "us-gov-west-1b"]}
CHINA = {f"{SOUTH}.region": "cn-north-1", f"{SOUTH}.availabilityZones": ["cn-north-1a", "cn-north-1b"]}
GATEWAY = {"transitGatewayId": "tgw-0123456789abcdef0", "transitGatewayRouteTableId": "tgw-rtb-0123456789abcdef0"}
OF_GOVCLOUD = CERTIFICATES["north"].replace("arn:aws:", "arn:aws-us-gov:")


def in_regions(north: str, south: str) -> dict[str, Any]:
    return {
        f"{site}.{key}": value
        for site, region in ((NORTH, north), (SOUTH, south))
        for key, value in (("region", region), ("availabilityZones", [f"{region}a", f"{region}b"]))
    }


ALL_GOVCLOUD = in_regions("us-gov-east-1", "us-gov-west-1")
ISOLATED = in_regions("us-iso-east-1", "us-iso-west-1")

EDGES: Wrong = {
    "a table that the stack leads anyway": (
        {f"{NORTH}.existing": {**GATEWAY, "ledRouteTableIds": [GATEWAY["transitGatewayRouteTableId"]]}},
        f"{NORTH}.existing.ledRouteTableIds[0]",
        "expected another table than transitGatewayRouteTableId, and each one once",
    ),
    "a region that AWS does not have": (
        {f"{NORTH}.region": "eu-north-9", f"{NORTH}.availabilityZones": ["eu-north-9a", "eu-north-9b"]},
        f"{NORTH}.region",
        "expected a region that AWS has, as the pinned SDK lists them; eu-north has eu-north-1, found 'eu-north-9'",
    ),
    "a peering from GovCloud to a commercial region": (
        GOVCLOUD,
        f"{SOUTH}.region",
        "a region of aws, the partition of sites.north.region: AWS joins no networks across partitions",
    ),
    "a VPC peering into China": (
        {**CHINA, "peering": "vpc"},
        f"{SOUTH}.region",
        "AWS joins no networks across partitions (peering: vpc), and aws-cn is another",
    ),
    "one store for two partitions": (
        {**GOVCLOUD, "peering": "none", "recoveryPointStore": {"name": "shop-store"}},
        f"{SOUTH}.region",
        "one bucket (recoveryPointStore) serves both, and aws-us-gov is another",
    ),
    "flow logs in a bucket of another partition": (
        {f"{NORTH}.flowLogs": {"bucketArn": "arn:aws-us-gov:s3:::logs"}},
        f"{NORTH}.flowLogs.bucketArn",
        "expected an ARN of aws, the partition of sites.north.region: arn:aws:...",
    ),
    "flow logs in the folder that AWS makes": (
        {f"{NORTH}.flowLogs": {"bucketArn": "arn:aws:s3:::logs/AWSLogs/vpc"}},
        f"{NORTH}.flowLogs.bucketArn",
        "without AWSLogs in its prefix",
    ),
    "access logs in the folder that AWS makes": (
        {**FRONT, "loadBalancer.accessLogs": {"prefix": "web/AWSLogs"}},
        "loadBalancer.accessLogs.prefix",
        "without AWSLogs, which AWS adds itself",
    ),
    "a prefix too long for a Direct Connect gateway": (
        {**line(), "namePrefix": "p" * 90},
        "namePrefix",
        "expected at most 79 characters: AWS gives a Direct Connect gateway, pppppppp...-north-direct-connect, 100",
    ),
    "a prefix that AWS keeps for its lists": (
        {"namePrefix": "com.amazonaws.acme"},
        "namePrefix",
        "expected another beginning than com.amazonaws",
    ),
    "one transit gateway for both sites": (
        {f"{NORTH}.existing": GATEWAY, f"{SOUTH}.existing": GATEWAY},
        f"{SOUTH}.existing.transitGatewayId",
        "expected another one than sites.north.existing.transitGatewayId: each site routes the workload by its own",
    ),
    "a certificate of another partition": (
        {**FRONT, "loadBalancer.certificates": {**CERTIFICATES, "north": OF_GOVCLOUD}},
        "loadBalancer.certificates.north",
        "expected an ARN of aws, the partition of sites.north.region",
    ),
    "accelerated recovery in GovCloud": (
        {**FRONT, **ALL_GOVCLOUD, "dns": {**NAME, "acceleratedRecovery": True}},
        "dns.acceleratedRecovery",
        "expected only in commercial regions: Route 53 has no accelerated recovery in aws-us-gov",
    ),
    "a public name from isolated regions": (
        {**FRONT, **ISOLATED, "dns": NAME},
        "dns",
        "Route 53 serves no public names from aws-iso, sites.north.region",
    ),
}
