"""Faults of the top-level keys: sites, choices, options of the failover, secrets."""

from tests.topology.wrong.parts import NORTH, SOUTH, SUBNET_IDS, WEB, Wrong

SETTINGS: Wrong = {
    # the flip
    "live migration without a source": (
        {"failoverMode": "unplanned", "liveMigrate": True},
        "liveMigrate",
        "only with failoverMode: planned",
    ),
    "instant restore of what is not restored": ({"instantRestore": True}, "instantRestore", "failoverMode: unplanned"),
    "a flag that is a word": ({"liveMigrate": "yes"}, "liveMigrate", "expected true or false"),
    "a flip of number nothing": ({"flipNumber": 0}, "flipNumber", "of 1 or more"),
    "risks accepted for every flip": (
        {"acceptedRisks": {"risks": []}},
        "acceptedRisks.flip",
        "is missing: expected the number of the failover, as its preview shows it",
    ),
    "a flip without risks": (
        {"acceptedRisks": {"flip": 1}},
        "acceptedRisks.risks",
        "is missing: expected a list of the kinds of risk that the preview shows in brackets",
    ),
    "a risk nobody knows": (
        {"acceptedRisks": {"flip": 1, "risks": ["stale-recovery-points"]}},
        "acceptedRisks.risks[0]",
        "did you mean stale-recovery-point?",
    ),
    "risks as a word": ({"acceptedRisks": {"flip": 1, "risks": "all"}}, "acceptedRisks.risks", "expected a list"),
    "accepted risks as a list": ({"acceptedRisks": ["all"]}, "acceptedRisks", "expected a mapping"),
    # sites and stack
    "one site": ({SOUTH: ..., "overlay.staticAddresses": []}, "sites", "exactly two sites, found 'north'"),
    "three sites": ({"sites.west": None}, "sites", "exactly two sites, found 'north', 'south', 'west'"),
    "no sites": ({"sites": {}}, "sites", "exactly two sites, found none"),
    "sites missing": ({"sites": ...}, "sites", "is missing: expected a mapping"),
    "sites as a list": (
        {"sites": ["north", "south"]},
        "sites",
        "expected a mapping of two sites, found a list of 2",
    ),
    "a site that is empty": ({SOUTH: None}, SOUTH, "expected a mapping, found nothing"),
    "a site name with capitals": ({"sites.South": {}}, "sites", "up to 32 lower-case letters"),
    "sites as broken JSON": ({"sites": '{"north": '}, "sites", "text that is not JSON"),
    "the active site unknown": ({"activeRegion": "west"}, "activeRegion", "north or south, found 'west'"),
    "the active site in capitals": ({"activeRegion": "South"}, "activeRegion", "north or south, found 'South'"),
    "the active site with a blank after it": (
        {"activeRegion": "south "},
        "activeRegion",
        "expected the name of a site, north or south",
    ),
    "an AWS region as active site": (
        {"activeRegion": "ap-southeast-2"},
        "activeRegion",
        "ap-southeast-2 is the region of south",
    ),
    "the active site missing": (
        {"activeRegion": ...},
        "activeRegion",
        "is missing: expected the name of the site",
    ),
    "the active site empty": ({"activeRegion": ""}, "activeRegion", "expected the name of a site"),
    "the active site as a truth value": ({"activeRegion": True}, "activeRegion", "found true (a boolean"),
    "the home site unknown": ({"homeSite": "nort"}, "homeSite", "north or south, found 'nort'"),
    "the home site missing": ({"homeSite": ...}, "homeSite", "is missing: expected the name of the site"),
    "a public ASN": ({f"{NORTH}.asn": 13335}, f"{NORTH}.asn", "a private ASN"),
    "the reserved ASN 65535": ({f"{NORTH}.asn": 65535}, f"{NORTH}.asn", "a private ASN"),
    "a 32-bit ASN that is reserved": ({f"{NORTH}.asn": 4294967295}, f"{NORTH}.asn", "a private ASN"),
    "a truth value as ASN": ({f"{NORTH}.asn": True}, f"{NORTH}.asn", "a private ASN"),
    "an ASN with a dot": ({f"{NORTH}.asn": "65000.1"}, f"{NORTH}.asn", "found '65000.1'"),
    "a malformed region": ({f"{NORTH}.region": "Stockholm"}, f"{NORTH}.region", "such as ap-northeast-1"),
    "a zone as region": ({f"{NORTH}.region": "eu-north-1a"}, f"{NORTH}.region", "an AWS region"),
    "a zone of another region": (
        {f"{NORTH}.availabilityZones": ["eu-west-1a"]},
        f"{NORTH}.availabilityZones[0]",
        "such as eu-north-1a",
    ),
    "a zone of a region that begins alike": (
        {f"{SOUTH}.availabilityZones": ["ap-southeast-21a"]},
        f"{SOUTH}.availabilityZones[0]",
        "ap-southeast-2",
    ),
    "a malformed zone": (
        {f"{NORTH}.availabilityZones": ["eu-north-1"]},
        f"{NORTH}.availabilityZones[0]",
        "an availability zone",
    ),
    "a zone twice": (
        {f"{NORTH}.availabilityZones": ["eu-north-1a"] * 2},
        f"{NORTH}.availabilityZones[1]",
        "each availability",
    ),
    "no zone": (
        {f"{NORTH}.availabilityZones": []},
        f"{NORTH}.availabilityZones",
        "1 to 4 availability zones",
    ),
    "five zones": (
        {f"{NORTH}.availabilityZones": [f"eu-north-1{letter}" for letter in "abcde"]},
        f"{NORTH}.availabilityZones",
        "1 to 4 availability zones, found a list of 5",
    ),
    "a zone where a list is due": (
        {f"{NORTH}.availabilityZones": "eu-north-1a"},
        f"{NORTH}.availabilityZones",
        "expected a list",
    ),
    "a site without its Prism Central": (
        {f"{NORTH}.prismCentral": ...},
        f"{NORTH}.prismCentral",
        "is missing: expected the name of the site's",
    ),
    "one Prism Central for both sites": (
        {f"{SOUTH}.prismCentral": "prism-north"},
        f"{SOUTH}.prismCentral",
        "another Prism Central",
    ),
    "a cluster name too long": ({f"{NORTH}.cluster": "c" * 76}, f"{NORTH}.cluster", "1 to 75 characters"),
    "an empty cluster name": ({f"{NORTH}.cluster": ""}, f"{NORTH}.cluster", "1 to 75 characters"),
    "an existing VPC without its subnets": (
        {f"{NORTH}.existing": {"vpcId": "vpc-0123456789abcdef0"}},
        f"{NORTH}.existing.subnetIds",
        "is missing: expected together with vpcId",
    ),
    "an existing VPC with one subnet too few": (
        {f"{NORTH}.existing": {"vpcId": "vpc-01234567", "subnetIds": SUBNET_IDS | {"pc": ["subnet-0000000a"]}}},
        f"{NORTH}.existing.subnetIds.pc",
        "one subnet for each availability zone, 2",
    ),
    "an existing subnet in two tiers": (
        {
            f"{NORTH}.existing": {
                "vpcId": "vpc-01234567",
                "subnetIds": SUBNET_IDS | {"pc": ["subnet-00000002", "subnet-0000000a"]},
            }
        },
        f"{NORTH}.existing.subnetIds.pc[0]",
        "a subnet that no other tier has",
    ),
    "CIDRs beside an existing VPC": (
        {
            f"{NORTH}.existing": {"vpcId": "vpc-01234567", "subnetIds": SUBNET_IDS},
            f"{NORTH}.subnets": {"pc": ["10.20.40.0/24", "10.20.41.0/24"]},
        },
        f"{NORTH}.subnets",
        "expected no such key with existing.vpcId: the existing subnets have their CIDRs",
    ),
    "a VPC id with a typing error": (
        {f"{NORTH}.existing": {"vpcId": "vpc-0123", "subnetIds": SUBNET_IDS}},
        f"{NORTH}.existing.vpcId",
        "the id of a VPC, such as vpc-0123456789abcdef0, found 'vpc-0123'",
    ),
    "an existing transit gateway without its table": (
        {f"{NORTH}.existing": {"transitGatewayId": "tgw-01234567"}},
        f"{NORTH}.existing.transitGatewayRouteTableId",
        "is missing: expected together with transitGatewayId",
    ),
    "an existing attachment of a VPC that is made": (
        {
            f"{NORTH}.existing": {
                "transitGatewayId": "tgw-01234567",
                "transitGatewayRouteTableId": "tgw-rtb-01234567",
                "transitGatewayAttachmentId": "tgw-attach-01234567",
            }
        },
        f"{NORTH}.existing.transitGatewayAttachmentId",
        "expected only together with vpcId and transitGatewayId, which it attaches to each other",
    ),
    "an unknown gateway endpoint": (
        {f"{NORTH}.gatewayEndpoints": ["s3", "ec2"]},
        f"{NORTH}.gatewayEndpoints[1]",
        "expected s3 or dynamodb",
    ),
    "a bucket by name": (
        {f"{NORTH}.flowLogs": {"bucketArn": "logs"}},
        f"{NORTH}.flowLogs.bucketArn",
        "expected the ARN of a bucket",
    ),
    "a lifecycle for somebody else's bucket": (
        {f"{NORTH}.flowLogs": {"bucketArn": "arn:aws:s3:::logs", "retentionDays": 7}},
        f"{NORTH}.flowLogs.retentionDays",
        "expected no such key with bucketArn: this project does not change the settings of an",
    ),
    "unknown traffic": (
        {f"{NORTH}.flowLogs": {"trafficType": "some"}},
        f"{NORTH}.flowLogs.trafficType",
        "expected all, accept or reject",
    ),
    "a tag that is ours": ({f"{NORTH}.tags": {"Name": "x"}}, f"{NORTH}.tags", "other tags than Name"),
    "a tag of NC2's": ({f"{NORTH}.tags": {"nutanix:x": "x"}}, f"{NORTH}.tags", "which NC2 sets itself"),
    "a tag of AWS's": ({f"{NORTH}.tags": {"aws:x": "x"}}, f"{NORTH}.tags", "which AWS keeps"),
    "a tag with a forbidden sign": ({f"{NORTH}.tags": {"a#b": "x"}}, f"{NORTH}.tags", "expected tag keys"),
    "a tag that is a number": ({f"{NORTH}.tags": {"cost": 7}}, f"{NORTH}.tags", "in quotes"),
    "tags as a list": ({f"{NORTH}.tags": ["x"]}, f"{NORTH}.tags", "expected a mapping of tags"),
    "unknown NAT gateways": (
        {f"{NORTH}.natGateways": "per-zone"},
        f"{NORTH}.natGateways",
        "per-az, single or none",
    ),
    # choices
    "an unknown platform": (
        {"workloadPlatform": "vmware"},
        "workloadPlatform",
        "expected ec2 or nc2, found 'vmware'",
    ),
    "a platform in capitals": ({"workloadPlatform": "NC2"}, "workloadPlatform", "did you mean nc2?"),
    "a rehearsal as failover mode": (
        {"failoverMode": "test"},
        "failoverMode",
        "expected planned or unplanned, found 'test'",
    ),
    "an unknown failover mode": ({"failoverMode": "unplaned"}, "failoverMode", "did you mean unplanned?"),
    "an unknown peering": ({"peering": "tgw"}, "peering", "transit-gateway, vpc or none"),
    "an unknown key": ({"failoverMod": "test"}, "failoverMod", "did you mean failoverMode?"),
    "a key in the wrong case": ({"activeregion": "south"}, "activeregion", "did you mean activeRegion?"),
    "an unknown key of a site": (
        {f"{NORTH}.vpcCIDR": "10.0.0.0/16"},
        f"{NORTH}.vpcCIDR",
        "did you mean vpcCidr?",
    ),
    "an unknown key of a subnet": ({f"{WEB}.dhcpPool": []}, f"{WEB}.dhcpPool", "did you mean dhcpPools?"),
    "a Python name instead of the key": (
        {"protection.rpo_seconds": 60},
        "protection.rpo_seconds",
        "did you mean rpoSeconds?",
    ),
    "a name prefix with a blank": ({"namePrefix": "my site"}, "namePrefix", "letters, digits"),
    # the recovery reference time
    "a reference time without zone": (
        {"failoverMode": "unplanned", "recoveryReferenceTime": "2026-01-31T04:05:06"},
        "recoveryReferenceTime",
        "RFC 3339",
    ),
    "a reference time that is no date": (
        {"failoverMode": "unplanned", "recoveryReferenceTime": "2026-02-30T04:05:06Z"},
        "recoveryReferenceTime",
        "RFC 3339",
    ),
    # What the engine makes of an RFC 3339 time that stands in YAML without quotes.
    "a reference time without quotes": (
        {"failoverMode": "unplanned", "recoveryReferenceTime": "2026-01-31 04:05:06 +0000 UTC"},
        "recoveryReferenceTime",
        "in quotes",
    ),
    "a reference time with a planned failover": (
        {"recoveryReferenceTime": "2026-01-31T04:05:06Z"},
        "recoveryReferenceTime",
        "only with failoverMode: unplanned",
    ),
    "a rehearsal as a failover": ({"failoverMode": "test"}, "failoverMode", "expected planned or unplanned"),
    # secrets
    "a password": ({"prismPassword": "hunter2-top"}, "prismPassword", "environment variable PRISM_PASSWORD"),
    "an API key of a site": (
        {f"{NORTH}.api_key": "hunter2-top"},
        f"{NORTH}.api_key",
        "variable PRISM_API_KEY",
    ),
    "a token in a list": (
        {"overlay.staticAddresses[0].accessToken": "hunter2-top"},
        "overlay.staticAddresses[0].accessToken",
        "variable PRISM_API_KEY",
    ),
    "a pre-shared key": ({"vpnPreSharedKey": "hunter2-top"}, "vpnPreSharedKey", "AWS generates the keys"),
    "an AWS key": (
        {"awsSecretAccessKey": "hunter2-top"},
        "awsSecretAccessKey",
        "variable AWS_SECRET_ACCESS_KEY",
    ),
    "credentials in a mapping": (
        {"prismCredentials": {"user": "admin", "pass": "hunter2-top"}},
        "prismCredentials",
        "is refused: the configuration holds no secrets, not even encrypted ones; it belongs in",
    ),
    "a secret under an innocent key": ({"prismPwd": "hunter2-top"}, "prismPwd", "is not a known key"),
    "a secret in broken JSON": ({"overlay": '{"password": "hunter2-top"'}, "overlay", "not JSON"),
    "a secret in JSON of the wrong shape": ({"overlay": '["hunter2-top"]'}, "overlay", "expected a mapping"),
    "a secret in JSON where text is due": (
        {"activeRegion": '{"password": "hunter2-top"}'},
        "activeRegion",
        "found JSON text",
    ),
}
