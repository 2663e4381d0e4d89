"""Every wrong configuration is refused with the key, what was expected, and the value found."""

from collections.abc import Callable
from typing import Any

import pytest

from topology import ConfigurationError, build

Change = Callable[[dict[str, Any]], dict[str, Any]]

NORTH, SOUTH = "sites.north", "sites.south"
WEB = "overlay.subnets[0]"
EC2 = {"site": "north", "cidr": "172.28.0.0/15", "availabilityZones": ["eu-north-1a"]}
ONE_PREFIX = {
    "overlay.externallyRoutablePrefixes": ["172.30.0.0/16"],
    "overlay.subnets": [{"name": "web", "cidr": "172.30.1.0/24", "gateway": "172.30.1.1"}],
    "overlay.staticAddresses": [],
}
EC2_OF_ONE_PREFIX = {"site": "north", "cidr": "172.30.0.0/16", "availabilityZones": ["eu-north-1a"]}
WEB_1, WEB_2 = {"vm": "web-1", "address": "172.30.1.34"}, {"vm": "web-2", "address": "172.30.1.35"}
FRONT = {
    f"{NORTH}.availabilityZones": ["eu-north-1a", "eu-north-1b"],
    f"{SOUTH}.availabilityZones": ["us-gov-west-1a", "us-gov-west-1b"],
    "overlay.staticAddresses": [WEB_1, WEB_2],
    "loadBalancer": {"targets": ["web-1", "web-2"]},
}
CERTIFICATES = {
    "north": "arn:aws:acm:eu-north-1:123456789012:certificate/12345678-1234-1234-1234-123456789012",
    "south": "arn:aws-us-gov:acm:us-gov-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012",
}
NAME = {"name": "www.example.com", "zone": "example.com"}

OFFICE = {"connection": "vpn", "prefixes": ["10.128.0.0/16"], "asn": 65010}
DEVICE = {"customerGateway": {"address": "203.0.113.10"}}
LINE = {"gatewayAsn": 64550, "connectionId": "dxcon-ffabc123", "vlan": 101}
EXISTING_LINE = {"gateway": {"id": "5f294f92-0bfb-4011-916d-9b0be0000000", "name": "office"}}


def vpn(device: dict[str, Any] | None = None, **section: Any) -> dict[str, Any]:
    """On-premises by VPN to north, with these keys of the section and of north's facts."""
    return {"onPremises": {**OFFICE, **section}, f"{NORTH}.onPremises": {**DEVICE, **(device or {})}}


def line(**facts: Any) -> dict[str, Any]:
    """On-premises by Direct Connect to north, with these facts in place of the good ones; ... removes one."""
    given = {key: value for key, value in {**LINE, **facts}.items() if value is not ...}
    section = {**OFFICE, "connection": "direct-connect"}
    return {"onPremises": section, f"{NORTH}.onPremises": {"directConnect": given}}


ON = "onPremises"
AT = f"{NORTH}.onPremises"
SUBNET_IDS = {
    tier: [f"subnet-0000000{number}", f"subnet-000000{number}0"]
    for number, tier in enumerate(("public", "metal", "pc", "flow"), 1)
}

STORE = {"recoveryPointStore": {"name": "shop-store"}}
NEW_CLUSTER = {
    "mode": "zero-compute",
    "nodeType": "i4i.metal",
    "activeNodes": 4,
    "aosVersion": "7.3",
    "prismCentralVersion": "pc.7.5",
    "sshKey": "ops",
    "accessCidrs": ["10.0.0.0/8"],
}


def zero(at: str = SOUTH, **compute: Any) -> dict[str, Any]:
    """Zero compute at a site, all in the store, with these keys in place of the good ones; ... removes one."""
    kept = {key: value for key, value in {**NEW_CLUSTER, **compute}.items() if value is not ...}
    return {f"{at}.compute": kept, "protection.destination": "recovery-point-store", **STORE}


PILOT_LIGHT = {"mode": "pilot-light", "nodeType": "i4i.metal", "activeNodes": 6, "standbyNodes": 3}


def compute(**facts: Any) -> dict[str, Any]:
    """A pilot light in north, with these facts in place of the good ones; ... removes one."""
    given = {key: value for key, value in {**PILOT_LIGHT, **facts}.items() if value is not ...}
    return {f"{NORTH}.compute": given}


def tier(*, store: bool = True, **section: Any) -> dict[str, Any]:
    """A tier in the recovery point store, with these keys; ... removes one."""
    given = {
        "name": "long",
        "category": {"key": "Tier", "value": "Long"},
        "destination": "recovery-point-store",
        "policy": "shop-to-store",
        "rpoSeconds": 3600,
        "retention": {"local": 1, "remote": 24},
        **section,
    }
    kept = {key: value for key, value in given.items() if value is not ...}
    return {"protection.tiers": [kept], **(STORE if store else {})}


# sentence: (changes, key of the problem, part of what it says)
WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    # drills
    "the test VPC as the overlay's own": (
        {"overlay.testVpc": "shop"},
        "overlay.testVpc",
        "another name than overlay.vpc",
    ),
    "the test VPC as NC2's": (
        {"overlay.testVpc": "transit-vpc"},
        "overlay.testVpc",
        f"another name than {SOUTH}.transitVpc",
    ),
    "a subnet that bears a test subnet's name": (
        {"overlay.testVpc": "shop-test", "overlay.subnets[1].name": "web-test"},
        "overlay.subnets[0].name",
        "expected a name to which overlay.testVpc can append -test: the result is taken or too",
    ),
    "a recovery time below a minute": ({"protection.rtoSeconds": 30}, "protection.rtoSeconds", "from 60 to 604800"),
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
        {"activeRegion": "us-gov-west-1"},
        "activeRegion",
        "us-gov-west-1 is the region of south",
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
    "equal ASNs": (
        {f"{SOUTH}.asn": 64600},
        f"{SOUTH}.asn",
        "expected another ASN than sites.north.asn (change either key)",
    ),
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
        {f"{SOUTH}.availabilityZones": ["us-gov-west-11a"]},
        f"{SOUTH}.availabilityZones[0]",
        "us-gov-west-1",
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
    "a tag of AWS's": ({f"{NORTH}.tags": {"aws:x": "x"}}, f"{NORTH}.tags", "which AWS keeps"),
    "a tag with a forbidden sign": ({f"{NORTH}.tags": {"a#b": "x"}}, f"{NORTH}.tags", "expected tag keys"),
    "a tag that is a number": ({f"{NORTH}.tags": {"cost": 7}}, f"{NORTH}.tags", "in quotes"),
    "tags as a list": ({f"{NORTH}.tags": ["x"]}, f"{NORTH}.tags", "expected a mapping of tags"),
    "unknown NAT gateways": (
        {f"{NORTH}.natGateways": "per-zone"},
        f"{NORTH}.natGateways",
        "per-az, single or none",
    ),
    # the VPC and its subnets
    "a malformed VPC prefix": ({f"{NORTH}.vpcCidr": "10.20.0/16"}, f"{NORTH}.vpcCidr", "an IPv4 prefix"),
    "a VPC prefix without length": ({f"{NORTH}.vpcCidr": "10.20.0.0"}, f"{NORTH}.vpcCidr", "with its length"),
    "a VPC prefix with a mask": (
        {f"{NORTH}.vpcCidr": "10.20.0.0/255.255.0.0"},
        f"{NORTH}.vpcCidr",
        "its length",
    ),
    "an IPv6 VPC prefix": ({f"{NORTH}.vpcCidr": "fd00::/16"}, f"{NORTH}.vpcCidr", "an IPv4 prefix"),
    "an octet above 255": ({f"{NORTH}.vpcCidr": "10.256.0.0/16"}, f"{NORTH}.vpcCidr", "an IPv4 prefix"),
    "host bits in the VPC prefix": (
        {f"{NORTH}.vpcCidr": "10.20.1.0/16"},
        f"{NORTH}.vpcCidr",
        "without host bits: 10.20.0.0/16",
    ),
    "a VPC too large": ({f"{NORTH}.vpcCidr": "10.0.0.0/15"}, f"{NORTH}.vpcCidr", "from /16 to /20"),
    "a VPC too small": ({f"{NORTH}.vpcCidr": "10.0.0.0/21"}, f"{NORTH}.vpcCidr", "from /16 to /20"),
    "a public VPC prefix": (
        {f"{NORTH}.vpcCidr": "8.8.0.0/16"},
        f"{NORTH}.vpcCidr",
        "inside private address space",
    ),
    "a link-local VPC prefix": (
        {f"{NORTH}.vpcCidr": "169.254.0.0/16"},
        f"{NORTH}.vpcCidr",
        "inside private address space",
    ),
    "VPCs that overlap": (
        {f"{SOUTH}.vpcCidr": "10.20.16.0/20"},
        f"{SOUTH}.vpcCidr",
        "expected no overlap with sites.north.vpcCidr, 10.20.0.0/18 (change either key)",
    ),
    "a VPC inside an overlay prefix": (
        {f"{SOUTH}.vpcCidr": "172.30.16.0/20"},
        "overlay.externallyRoutablePrefixes[0]",
        "expected no overlap with sites.south.vpcCidr, 172.30.16.0/20 (change either key)",
    ),
    "an override for one zone of two": (
        {f"{NORTH}.subnets": {"pc": ["10.20.60.0/24"]}},
        f"{NORTH}.subnets.pc",
        "one CIDR for each availability zone, 2",
    ),
    "an override outside the VPC": (
        {f"{SOUTH}.subnets": {"metal": ["10.99.0.0/24"]}},
        f"{SOUTH}.subnets.metal[0]",
        "inside the VPC's 192.168.0.0/20",
    ),
    "an override on a derived subnet": (
        {f"{SOUTH}.subnets": {"metal": ["192.168.0.128/25"]}},
        f"{SOUTH}.subnets.metal[0]",
        "expected no overlap with the derived public subnet 192.168.0.128/25",
    ),
    "overrides that overlap": (
        {f"{SOUTH}.subnets": {"metal": ["192.168.8.0/24"], "flow": ["192.168.8.0/26"]}},
        f"{SOUTH}.subnets.flow[0]",
        "expected no overlap with subnets.metal[0]",
    ),
    "an override smaller than /28": (
        {f"{SOUTH}.subnets": {"flow": ["192.168.9.0/29"]}},
        f"{SOUTH}.subnets.flow[0]",
        "from /16 to /28",
    ),
    "an override for an unknown tier": (
        {f"{SOUTH}.subnets": {"metall": []}},
        f"{SOUTH}.subnets.metall",
        "did you mean metal?",
    ),
    # choices
    "an unknown platform": (
        {"workloadPlatform": "vmware"},
        "workloadPlatform",
        "expected ec2 or nc2, found 'vmware'",
    ),
    "a platform in capitals": ({"workloadPlatform": "NC2"}, "workloadPlatform", "did you mean nc2?"),
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
    # the overlay
    "no overlay": ({"overlay": ...}, "overlay", "is missing: expected a mapping"),
    "an overlay without prefixes": (
        {"overlay.externallyRoutablePrefixes": []},
        "overlay.externallyRoutablePrefixes",
        "at least one prefix",
    ),
    "overlay prefixes that overlap": (
        {"overlay.externallyRoutablePrefixes": ["172.30.0.0/16", "172.30.8.0/24", "172.29.8.0/22"]},
        "overlay.externallyRoutablePrefixes[1]",
        "expected no overlap with overlay.externallyRoutablePrefixes[0], 172.30.0.0/16 (change",
    ),
    "a prefix where a list is due": (
        {"overlay.externallyRoutablePrefixes": "172.30.0.0/16"},
        "overlay.externallyRoutablePrefixes",
        "expected a list, found '172.30.0.0/16'",
    ),
    "an overlay without subnets": (
        {"overlay.subnets": [], "overlay.staticAddresses": []},
        "overlay.subnets",
        "at least one subnet",
    ),
    "an overlay named like the transit VPC": (
        {"overlay.vpc": "transit-vpc"},
        "overlay.vpc",
        "another name than sites.north.transitVpc",
    ),
    "an external subnet inside a VPC": (
        {
            "overlay.externalSubnet": {
                "name": "u",
                "cidr": "10.20.9.0/24",
                "gateway": "10.20.9.1",
                "pools": [["10.20.9.5", "10.20.9.9"]],
            }
        },
        "overlay.externalSubnet.cidr",
        "expected no overlap with sites.north.vpcCidr, 10.20.0.0/18 (change either key)",
    ),
    "an external subnet without pools": (
        {"overlay.externalSubnet.pools": []},
        "overlay.externalSubnet.pools",
        "at least one pool",
    ),
    "an external subnet's gateway elsewhere": (
        {"overlay.externalSubnet.gateway": "100.64.11.1"},
        "overlay.externalSubnet.gateway",
        "inside 100.64.10.0/24",
    ),
    "a subnet outside the prefixes": (
        {
            "overlay.subnets[1]": {"name": "database", "cidr": "172.28.8.0/25", "gateway": "172.28.8.1"},
            "overlay.staticAddresses": [],
        },
        "overlay.subnets[1].cidr",
        "inside one of overlay.externallyRoutablePrefixes",
    ),
    "a subnet wider than its prefix": (
        {"overlay.subnets[1]": {"name": "database", "cidr": "172.29.0.0/16", "gateway": "172.29.8.1"}},
        "overlay.subnets[1].cidr",
        "inside one of overlay.externallyRoutablePrefixes",
    ),
    "subnets that overlap": (
        {
            "overlay.subnets[1]": {"name": "database", "cidr": "172.30.1.128/25", "gateway": "172.30.1.129"},
            "overlay.staticAddresses": [],
        },
        "overlay.subnets[1].cidr",
        "expected no overlap with overlay.subnets[0].cidr, 172.30.1.0/24 (change either key)",
    ),
    "a subnet without room": (
        {"overlay.subnets[1].cidr": "172.29.8.126/31"},
        "overlay.subnets[1].cidr",
        "from /8 to /30",
    ),
    "two subnets of one name": (
        {"overlay.subnets[1].name": "web"},
        "overlay.subnets[1].name",
        "another name than overlay.subnets[0].name",
    ),
    "a subnet named like the external one": (
        {f"{WEB}.name": "shop-uplink"},
        f"{WEB}.name",
        "another name than overlay.externalSubnet.name",
    ),
    "a subnet name too long": ({f"{WEB}.name": "s" * 129}, f"{WEB}.name", "1 to 128 characters"),
    "a subnet name that is a number": ({f"{WEB}.name": 1721}, f"{WEB}.name", "a name of 1 to 128"),
    "a gateway outside its subnet": (
        {f"{WEB}.gateway": "172.30.2.1"},
        f"{WEB}.gateway",
        "inside 172.30.1.0/24",
    ),
    "the network address as gateway": (
        {f"{WEB}.gateway": "172.30.1.0"},
        f"{WEB}.gateway",
        "expected an address inside 172.30.1.0/24 that is neither the network nor the broadcast",
    ),
    "the broadcast address as gateway": (
        {f"{WEB}.gateway": "172.30.1.255"},
        f"{WEB}.gateway",
        "nor the broadcast address",
    ),
    "a malformed gateway": ({f"{WEB}.gateway": "172.30.1.1/24"}, f"{WEB}.gateway", "an IPv4 address"),
    "a gateway inside a DHCP pool": (
        {f"{WEB}.gateway": "172.30.1.201"},
        f"{WEB}.dhcpPools[0]",
        "without the gateway, 172.30.1.201",
    ),
    "a pool the wrong way round": (
        {f"{WEB}.dhcpPools": [["172.30.1.220", "172.30.1.200"]]},
        f"{WEB}.dhcpPools[0]",
        "first address before the last",
    ),
    "a pool beyond its subnet": (
        {f"{WEB}.dhcpPools": [["172.30.1.200", "172.30.2.9"]]},
        f"{WEB}.dhcpPools[0]",
        "a pool inside 172.30.1.0/24",
    ),
    "a pool up to the broadcast address": (
        {f"{WEB}.dhcpPools": [["172.30.1.200", "172.30.1.255"]]},
        f"{WEB}.dhcpPools[0]",
        "without network and broadcast",
    ),
    "pools that overlap": (
        {f"{WEB}.dhcpPools": [["172.30.1.200", "172.30.1.220"], ["172.30.1.220", "172.30.1.230"]]},
        f"{WEB}.dhcpPools[1]",
        "does not overlap dhcpPools[0]",
    ),
    "a pool of three addresses": (
        {f"{WEB}.dhcpPools": [["172.30.1.2", "172.30.1.3", "172.30.1.4"]]},
        f"{WEB}.dhcpPools[0]",
        "first and the last",
    ),
    "a pool written as a range": (
        {f"{WEB}.dhcpPools": ["172.30.1.200-172.30.1.250"]},
        f"{WEB}.dhcpPools[0]",
        "first and the last",
    ),
    "one pool where a list of pools is due": (
        {f"{WEB}.dhcpPools": ["172.30.1.200", "172.30.1.250"]},
        f"{WEB}.dhcpPools[0]",
        "first and the last",
    ),
    "a malformed DNS server": (
        {f"{WEB}.dnsServers": ["dns.example"]},
        f"{WEB}.dnsServers[0]",
        "an IPv4 address",
    ),
    "a loopback DNS server": (
        {f"{WEB}.dnsServers": ["127.0.0.53"]},
        f"{WEB}.dnsServers[0]",
        "that VMs can reach",
    ),
    "a domain name with a blank": (
        {f"{WEB}.domainName": "shop example"},
        f"{WEB}.domainName",
        "a DNS domain name",
    ),
    "a domain name with a trailing hyphen": (
        {f"{WEB}.domainName": "shop-.example"},
        f"{WEB}.domainName",
        "a DNS domain",
    ),
    "a domain name that YAML read as false": (
        {f"{WEB}.domainName": False},
        f"{WEB}.domainName",
        "found false",
    ),
    "a static address outside every subnet": (
        {"overlay.staticAddresses[0].address": "172.30.9.9"},
        "overlay.staticAddresses[0].address",
        "for 'web-1' that a VM can have in one of overlay.subnets",
    ),
    "a static address that is the broadcast address": (
        {"overlay.staticAddresses[0].address": "172.30.1.255"},
        "overlay.staticAddresses[0].address",
        "that a VM can have",
    ),
    "a static address inside a DHCP pool": (
        {"overlay.staticAddresses[0].address": "172.30.1.240"},
        "overlay.staticAddresses[0].address",
        "outside the DHCP pool 172.30.1.230 to 172.30.1.250",
    ),
    "a static address that is the gateway": (
        {"overlay.staticAddresses[0].address": "172.30.1.1"},
        "overlay.staticAddresses[0].address",
        "not the gateway of web",
    ),
    "a static address of two VMs": (
        {"overlay.staticAddresses[1]": {"vm": "web-2", "address": "172.30.1.34"}},
        "overlay.staticAddresses[1].address",
        "another address for 'web-2' than 'web-1' has",
    ),
    "a VM name too long": (
        {"overlay.staticAddresses[0].vm": "v" * 81},
        "overlay.staticAddresses[0].vm",
        "1 to 80 characters",
    ),
    # protection
    "no protection": ({"protection": ...}, "protection", "is missing: expected a mapping"),
    "an RPO of 90 seconds": ({"protection.rpoSeconds": 90}, "protection.rpoSeconds", "whole minutes"),
    "an RPO of 30 minutes": ({"protection.rpoSeconds": 1800}, "protection.rpoSeconds", "from 60 to 900"),
    "an RPO of an hour and a half": ({"protection.rpoSeconds": 5400}, "protection.rpoSeconds", "whole hours"),
    "an RPO below zero": ({"protection.rpoSeconds": -3600}, "protection.rpoSeconds", "found -3600"),
    "an RPO with its unit": ({"protection.rpoSeconds": "1h"}, "protection.rpoSeconds", "found '1h'"),
    "an RPO that is not whole": ({"protection.rpoSeconds": 3600.5}, "protection.rpoSeconds", "found 3600.5"),
    "no recovery point kept here": (
        {"protection.retention.local": 0},
        "protection.retention.local",
        "1 or more",
    ),
    "no recovery point kept there": (
        {"protection.retention.remote": 0},
        "protection.retention.remote",
        "1 or more",
    ),
    "retention of one side only": (
        {"protection.retention": {"local": 1}},
        "protection.retention.remote",
        "is missing: expected how many",
    ),
    "retention as a number": (
        {"protection.retention": 2},
        "protection.retention",
        "expected a mapping, found 2",
    ),
    "a policy name too long": ({"protection.policy": "p" * 257}, "protection.policy", "1 to 256 characters"),
    "a plan name with blanks around": (
        {"protection.recoveryPlan": " plan"},
        "protection.recoveryPlan",
        "blanks",
    ),
    "a category key too long": ({"protection.category.key": "k" * 65}, "protection.category.key", "1 to 64"),
    "a category value with a forbidden first character": (
        {"protection.category.value": "$gold"},
        "protection.category.value",
        "whose first character is none of",
    ),
    "a category as text": (
        {"protection.category": "Recovery:Shop"},
        "protection.category",
        "expected a mapping, found 'Recovery:Shop'",
    ),
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
    # tiers
    "no tiers in the list": (
        {"protection.tiers": [], **STORE},
        "protection.tiers",
        "is an empty list. Add a tier, or remove the key if there are no further tiers",
    ),
    "a tier without a destination": (tier(destination=...), "protection.tiers[0].destination", "cluster or recovery"),
    "a tier to nowhere": (tier(destination="s3"), "protection.tiers[0].destination", "expected cluster or recovery"),
    "a tier without the store": (
        tier(store=False),
        "protection.tiers[0].destination",
        "expected cluster, or a section recoveryPointStore, which names the bucket",
    ),
    "a tier in a store every minute": (tier(rpoSeconds=60), "protection.tiers[0].rpoSeconds", "expected 3600 or more"),
    "a synchronous tier in a store": (
        tier(rpoSeconds=0),
        "protection.tiers[0].rpoSeconds",
        "expected 3600 or more with destination: recovery-point-store, which takes at most one",
    ),
    "a tier in a store with clusters": (tier(clusterIds=["a"]), "protection.tiers[0].clusterIds", "is not a known key"),
    "a tier of a category that has one": (
        tier(category={"key": "Recovery", "value": "Shop"}),
        "protection.tiers[0].category",
        "each category in one tier",
    ),
    "a tier of a stage's category": (
        tier(category={"key": "Tier", "value": "Web"}),
        "protection.tiers[0].category",
        "each category in one tier",
    ),
    "a tier with another's policy": (
        tier(policy="shop-policy"),
        "protection.tiers[0].policy",
        "expected a policy that no other tier has",
    ),
    "a tier with another's plan": (
        tier(recoveryPlan="shop-plan"),
        "protection.tiers[0].recoveryPlan",
        "expected a plan that no other tier has",
    ),
    "a tier with a name in capitals": (tier(name="Long"), "protection.tiers[0].name", "lower-case letters"),
    "a tier without stages in the list": (
        tier(stages=[]),
        "protection.tiers[0].stages",
        "is an empty list. Add a stage, or remove the key to start everything at once",
    ),
    "a tier on a cluster with a plan": (
        tier(destination="cluster", recoveryPlan="home"),
        "protection.tiers[0].recoveryPlan",
        "expected no such key with destination: cluster, because protection.recoveryPlan",
    ),
    "a tier on a cluster every half hour": (
        tier(destination="cluster", rpoSeconds=1800),
        "protection.tiers[0].rpoSeconds",
        "whole minutes from 60 to 900",
    ),
    # recovery point store
    "a store without a name": ({"recoveryPointStore": {}}, "recoveryPointStore.name", "is missing"),
    "a lock on somebody's bucket": (
        {"recoveryPointStore": {"name": "s", "bucket": "theirs", "objectLockDays": 7}},
        "recoveryPointStore.objectLockDays",
        "expected no such key with bucket: this project does not change the settings of an",
    ),
    "a role for nobody": (
        {"recoveryPointStore": {"name": "s", "access": "role"}},
        "recoveryPointStore.trustedPrincipal",
        "is missing: expected the ARN",
    ),
    "somebody without a role": (
        {"recoveryPointStore": {"name": "s", "trustedPrincipal": "arn:aws:iam::123456789012:role/mst"}},
        "recoveryPointStore.trustedPrincipal",
        "expected only with access: role",
    ),
    "a role for everybody": (
        {"recoveryPointStore": {"name": "s", "access": "role", "trustedPrincipal": "*"}},
        "recoveryPointStore.trustedPrincipal",
        "expected the ARN of a role",
    ),
    "no stages in the list": (
        {"protection.stages": []},
        "protection.stages",
        "is an empty list. Add a stage, or remove the key to start everything at once",
    ),
    "a category in two stages": (
        {"protection.stages[1].category.value": "Database"},
        "protection.stages[1].category",
        "in one stage",
    ),
    "a negative delay": (
        {"protection.stages[0].delaySeconds": -1},
        "protection.stages[0].delaySeconds",
        "from 0 to 86400",
    ),
    "a timeout of nothing": ({"protection.timeoutMinutes": 0}, "protection.timeoutMinutes", "from 1 to 1440"),
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
        {**ONE_PREFIX, "ec2Vpc": {**EC2_OF_ONE_PREFIX, "availabilityZones": ["us-gov-west-1c"]}},
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
    "the site without the EC2 VPC active before the migration": (
        {**ONE_PREFIX, "ec2Vpc": EC2_OF_ONE_PREFIX, "workloadPlatform": "ec2", "activeRegion": "south"},
        "activeRegion",
        "migrate first",
    ),
    # load balancer, name and firewall
    "a load balancer in one zone": (
        {**FRONT, f"{SOUTH}.availabilityZones": ["us-gov-west-1a"]},
        f"{SOUTH}.availabilityZones",
        "expected at least 2 availability zones: AWS makes no load balancer in a single zone",
    ),
    "a load balancer without targets": (
        {**FRONT, "loadBalancer.targets": ...},
        "loadBalancer.targets",
        "is missing: expected a list of VM names",
    ),
    "an empty list of targets": (
        {**FRONT, "loadBalancer.targets": []},
        "loadBalancer.targets",
        "expected 1 to 1000 VMs, found a list of 0",
    ),
    "a target that is no VM with an address": (
        {**FRONT, "loadBalancer.targets": ["web-1", "wbe-2"]},
        "loadBalancer.targets[1]",
        "expected a VM of overlay.staticAddresses (did you mean web-2?): the address there",
    ),
    "a target twice": (
        {**FRONT, "loadBalancer.targets": ["web-1", "web-1"]},
        "loadBalancer.targets[1]",
        "each VM once",
    ),
    "a target with two addresses": (
        {**FRONT, "overlay.staticAddresses": [WEB_1, WEB_2, {"vm": "web-1", "address": "172.30.1.36"}]},
        "loadBalancer.targets[0]",
        "a target has one address",
    ),
    "a target with a slash in its name": (
        {
            **FRONT,
            "overlay.staticAddresses": [WEB_1, {"vm": "web/2", "address": "172.30.1.35"}],
            "loadBalancer.targets": ["web-1", "web/2"],
        },
        "loadBalancer.targets[1]",
        "without / and ]",
    ),
    "a port beyond the last": ({**FRONT, "loadBalancer.port": 65536}, "loadBalancer.port", "from 1 to 65535"),
    "a health check of a relative path": (
        {**FRONT, "loadBalancer.healthCheck": {"path": "health"}},
        "loadBalancer.healthCheck.path",
        "begins with a slash",
    ),
    "a health check that takes server errors for healthy": (
        {**FRONT, "loadBalancer.healthCheck": {"statusCodes": "200-599"}},
        "loadBalancer.healthCheck.statusCodes",
        "from 200 to 499",
    ),
    "status codes the wrong way round": (
        {**FRONT, "loadBalancer.healthCheck": {"statusCodes": "299-200"}},
        "loadBalancer.healthCheck.statusCodes",
        'such as "200"',
    ),
    "a health check more often than it may take": (
        {**FRONT, "loadBalancer.healthCheck": {"intervalSeconds": 5}},
        "loadBalancer.healthCheck.intervalSeconds",
        "from 6 to 300",
    ),
    "an unknown key of the health check": (
        {**FRONT, "loadBalancer.healthCheck": {"interval": 10}},
        "loadBalancer.healthCheck.interval",
        "is not a known key",
    ),
    "nobody let in": (
        {**FRONT, "loadBalancer.ingressCidrs": []},
        "loadBalancer.ingressCidrs",
        "is an empty list. Add a prefix, or remove the key to admit every address",
    ),
    "a prefix with host bits let in": (
        {**FRONT, "loadBalancer.ingressCidrs": ["203.0.113.9/24"]},
        "loadBalancer.ingressCidrs[0]",
        "without host bits: 203.0.113.0/24",
    ),
    "a prefix let in twice": (
        {**FRONT, "loadBalancer.ingressCidrs": ["203.0.113.0/24"] * 2},
        "loadBalancer.ingressCidrs[1]",
        "each prefix once",
    ),
    "a certificate for one site only": (
        {**FRONT, "loadBalancer.certificates": {"north": CERTIFICATES["north"]}},
        "loadBalancer.certificates.south",
        "is missing: expected a certificate of its region",
    ),
    "a certificate of another region": (
        {**FRONT, "loadBalancer.certificates": {**CERTIFICATES, "south": CERTIFICATES["north"]}},
        "loadBalancer.certificates.south",
        "expected a certificate of us-gov-west-1",
    ),
    "a certificate that is no ARN": (
        {**FRONT, "loadBalancer.certificates": {**CERTIFICATES, "north": "shop.example.com"}},
        "loadBalancer.certificates.north",
        "the ARN of a certificate",
    ),
    "a certificate of an unknown site": (
        {**FRONT, "loadBalancer.certificates": {**CERTIFICATES, "nort": CERTIFICATES["north"]}},
        "loadBalancer.certificates.nort",
        "expected the name of a site, north or south",
    ),
    "one bucket for the access logs of two regions": (
        {**FRONT, "loadBalancer.accessLogs": {"buckets": {"north": "logs-of-shop", "south": "logs-of-shop"}}},
        "loadBalancer.accessLogs.buckets",
        "expected a different bucket for each site: a load balancer writes to its own region only",
    ),
    "a bucket for one site only": (
        {**FRONT, "loadBalancer.accessLogs": {"buckets": {"north": "logs-of-shop"}}},
        "loadBalancer.accessLogs.buckets.south",
        "is missing: expected a bucket",
    ),
    "a bucket with capitals": (
        {**FRONT, "loadBalancer.accessLogs": {"buckets": {"north": "Logs", "south": "logs-south"}}},
        "loadBalancer.accessLogs.buckets.north",
        "3 to 63 small letters",
    ),
    "a prefix of access logs with a slash behind it": (
        {**FRONT, "loadBalancer.accessLogs": {"prefix": "alb/"}},
        "loadBalancer.accessLogs.prefix",
        "without slashes around it",
    ),
    "targets that drain too long": (
        {**FRONT, "loadBalancer.deregistrationSeconds": 3601},
        "loadBalancer.deregistrationSeconds",
        "from 0 to 3600",
    ),
    "a name without a load balancer": (
        {"dns": NAME},
        "dns",
        "expected only with loadBalancer, which the name leads to",
    ),
    "a name without a zone": (
        {**FRONT, "dns": {"name": "www.example.com"}},
        "dns.zone",
        "is missing: expected the name of a new hosted zone here, or the id of an existing one",
    ),
    "a name with a zone that is made and one that is there": (
        {**FRONT, "dns": {**NAME, "zoneId": "Z0123456789ABC"}},
        "dns.zoneId",
        "expected either zone (a new one) or zoneId (an existing one)",
    ),
    "a name outside its zone": (
        {**FRONT, "dns": {**NAME, "name": "wwwexample.com"}},
        "dns.name",
        "expected example.com itself or a name inside it",
    ),
    "a name of one label": ({**FRONT, "dns": {**NAME, "name": "www"}}, "dns.name", "at least two labels"),
    "a name with capitals": ({**FRONT, "dns": {**NAME, "name": "WWW.example.com"}}, "dns.name", "small letters"),
    "a malformed zone id": (
        {**FRONT, "dns": {"name": "www.example.com", "zoneId": "example.com"}},
        "dns.zoneId",
        "such as Z0123456789ABC",
    ),
    "a firewall without a load balancer": (
        {"firewall": {}},
        "firewall",
        "expected only with loadBalancer, which it protects",
    ),
    "an unknown mode of the firewall": (
        {**FRONT, "firewall": {"mode": "log"}},
        "firewall.mode",
        "expected count or block",
    ),
    "an unknown rule group": (
        {**FRONT, "firewall": {"rules": ["comon"]}},
        "firewall.rules[0]",
        "did you mean common?",
    ),
    "a rule group twice": ({**FRONT, "firewall": {"rules": ["linux", "linux"]}}, "firewall.rules[1]", "once"),
    "more rule groups than the base price covers": (
        {**FRONT, "firewall": {"rules": ["common", "known-bad-inputs", "sql-database", "linux", "windows", "php"]}},
        "firewall.capacityLimit",
        "expected at least 1602, which the rules and the rate limit need (AWS's base price",
    ),
    "more capacity than a web ACL can have": (
        {**FRONT, "firewall": {"capacityLimit": 5001}},
        "firewall.capacityLimit",
        "from 1 to 5000",
    ),
    "a rate limit below AWS's least": ({**FRONT, "firewall": {"rateLimit": 9}}, "firewall.rateLimit", "from 10 to"),
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
    # on-premises
    "on-premises without a kind": ({ON: {}}, f"{ON}.connection", "expected vpn, direct-connect or none"),
    "an unknown kind": (vpn(connection="VPN"), f"{ON}.connection", "did you mean vpn?"),
    "no prefixes behind a VPN": (vpn(prefixes=[]), f"{ON}.prefixes", "expected at least one prefix"),
    "a default route as on-premises": (vpn(prefixes=["0.0.0.0/0"]), f"{ON}.prefixes[0]", "from /8 to /32"),
    "a multicast prefix as on-premises": (
        vpn(prefixes=["224.0.0.0/8"]),
        f"{ON}.prefixes[0]",
        "other networks can route",
    ),
    "on-premises inside a VPC": (
        vpn(prefixes=["10.20.16.0/20"]),
        f"{ON}.prefixes[0]",
        "expected a prefix outside sites.north.vpcCidr, 10.20.0.0/18: otherwise part of it would",
    ),
    "on-premises inside the workload": (
        vpn(prefixes=["172.30.64.0/18"]),
        f"{ON}.prefixes[0]",
        "expected a prefix outside overlay.externallyRoutablePrefixes[0], 172.30.0.0/16:",
    ),
    "on-premises inside the external subnet": (
        vpn(prefixes=["100.64.10.0/25"]),
        f"{ON}.prefixes[0]",
        "expected a prefix outside overlay.externalSubnet.cidr, 100.64.10.0/24: otherwise part",
    ),
    "prefixes of on-premises that overlap": (
        vpn(prefixes=["10.128.0.0/16", "10.128.4.0/24"]),
        f"{ON}.prefixes[1]",
        "expected no overlap with onPremises.prefixes[0] (change either key)",
    ),
    "a connection that ends nowhere": ({ON: OFFICE}, f"{ON}.connection", "the connection ends in no site"),
    "a VPN's facts for Direct Connect": (
        vpn(connection="direct-connect"),
        f"{ON}.connection",
        f"expected {AT}.directConnect or {SOUTH}.onPremises.directConnect",
    ),
    "BGP without a number": (vpn(asn=None), f"{ON}.asn", "is missing: expected the ASN of on-premises, for BGP"),
    "one number on both ends of BGP": (vpn(asn=64600), f"{ON}.asn", f"another ASN than {NORTH}.asn"),
    "a number that AWS keeps": (vpn(asn=7224), f"{ON}.asn", "AWS keeps it for itself"),
    "a number that stands for others": (vpn(asn=23456), f"{ON}.asn", "stands for ASNs of 32 bits"),
    "a number too large": (vpn(asn=4294967296), f"{ON}.asn", "1 to 4294967294"),
    "Direct Connect with a number too large for it": (
        {**line(), ON: {**OFFICE, "connection": "direct-connect", "asn": 4200000000}},
        f"{ON}.asn",
        "up to 2147483646, for Direct Connect",
    ),
    "a customer gateway twice": (
        vpn({"customerGateway": {"address": "203.0.113.10", "id": "cgw-0123456789abcdef0"}}),
        f"{AT}.customerGateway",
        "either address (a new customer gateway) or id (an existing one), found both",
    ),
    "a customer gateway by nothing": (vpn({"customerGateway": {}}), f"{AT}.customerGateway", "found neither"),
    "a customer gateway at a private address": (
        vpn({"customerGateway": {"address": "192.168.1.1"}}),
        f"{AT}.customerGateway.address",
        "expected the public IPv4 address",
    ),
    "a VPN connection's id as customer gateway": (
        vpn({"customerGateway": {"id": "vpn-0123456789abcdef0"}}),
        f"{AT}.customerGateway.id",
        "such as cgw-",
    ),
    "a third way of routing": (vpn({"routing": "ospf"}), f"{AT}.routing", "expected bgp or static"),
    "one tunnel": (
        vpn({"tunnelInsideCidrs": ["169.254.10.0/30"]}),
        f"{AT}.tunnelInsideCidrs",
        "expected two, one for each tunnel",
    ),
    "an inside CIDR that AWS keeps": (
        vpn({"tunnelInsideCidrs": ["169.254.5.0/30", "169.254.10.4/30"]}),
        f"{AT}.tunnelInsideCidrs[0]",
        "AWS keeps this one",
    ),
    "an inside CIDR of another length": (
        vpn({"tunnelInsideCidrs": ["169.254.10.0/29", "169.254.10.8/30"]}),
        f"{AT}.tunnelInsideCidrs[0]",
        "expected a /30 inside 169.254.0.0/16",
    ),
    "an inside CIDR from elsewhere": (
        vpn({"tunnelInsideCidrs": ["10.0.0.0/30", "169.254.10.4/30"]}),
        f"{AT}.tunnelInsideCidrs[0]",
        "expected a /30 inside 169.254.0.0/16",
    ),
    "both tunnels' inside alike": (
        vpn({"tunnelInsideCidrs": ["169.254.10.0/30", "169.254.10.0/30"]}),
        f"{AT}.tunnelInsideCidrs[1]",
        "another /30",
    ),
    "both sites' inside alike": (
        {
            **vpn({"tunnelInsideCidrs": ["169.254.10.0/30", "169.254.10.4/30"]}),
            f"{SOUTH}.onPremises": {"tunnelInsideCidrs": ["169.254.20.0/30", "169.254.10.4/30"]},
        },
        f"{SOUTH}.onPremises.tunnelInsideCidrs[1]",
        "expected another /30 than sites.north.onPremises.tunnelInsideCidrs[1] (change either",
    ),
    "a broken hash": (
        vpn(vpn={"phase1": {"integrity": ["SHA1"]}}),
        f"{ON}.vpn.phase1.integrity",
        "SHA1 is refused: it is broken",
    ),
    "a weak group": (vpn(vpn={"phase2": {"dhGroups": [14, 2]}}), f"{ON}.vpn.phase2.dhGroups", "2 is refused"),
    "a cipher there is not": (
        vpn(vpn={"phase1": {"encryption": ["3DES"]}}),
        f"{ON}.vpn.phase1.encryption",
        "'3DES' is none of them",
    ),
    "no cipher at all": (vpn(vpn={"phase1": {"encryption": []}}), f"{ON}.vpn.phase1.encryption", "one or more"),
    "a lifetime too long": (
        vpn(vpn={"phase2": {"lifetimeSeconds": 3601}}),
        f"{ON}.vpn.phase2.lifetimeSeconds",
        "from 900 to 3600",
    ),
    "a second phase that outlives the first": (
        vpn(vpn={"phase1": {"lifetimeSeconds": 3600}}),
        f"{ON}.vpn.phase2.lifetimeSeconds",
        "expected less than phase1.lifetimeSeconds, 3600",
    ),
    "a dead peer found too soon": (vpn(vpn={"dpdTimeoutSeconds": 10}), f"{ON}.vpn.dpdTimeoutSeconds", "30 or more"),
    "IKEv1": (vpn(vpn={"ikeVersions": ["ikev1"]}), f"{ON}.vpn.ikeVersions", "is not a known key"),
    "a tunnel's key in the section": (
        vpn(vpn={"preSharedKey": "hunter2-top"}),
        f"{ON}.vpn.preSharedKey",
        "into vpnPreSharedKeys",
    ),
    "a Direct Connect gateway twice": (
        line(**EXISTING_LINE),
        f"{AT}.directConnect",
        "either gatewayAsn (a new gateway) or gateway (an existing one), found both",
    ),
    "a Direct Connect gateway by nothing": (line(gatewayAsn=...), f"{AT}.directConnect", "found neither"),
    "a Direct Connect gateway with the transit gateway's number": (
        line(gatewayAsn=64600),
        f"{AT}.directConnect.gatewayAsn",
        "another ASN than the transit gateway's, 64600",
    ),
    "a Direct Connect gateway with on-premises' number": (
        line(gatewayAsn=65010),
        f"{AT}.directConnect.gatewayAsn",
        "another ASN than onPremises.asn",
    ),
    "a new Direct Connect gateway without a connection": (
        line(connectionId=..., vlan=...),
        f"{AT}.directConnect.connectionId",
        "is missing: expected a connection; only an existing gateway can be without this key",
    ),
    "a connection without a VLAN": (
        line(vlan=...),
        f"{AT}.directConnect.vlan",
        "is missing: expected together with connectionId, for the transit virtual interface",
    ),
    "a VLAN there is not": (line(vlan=4095), f"{AT}.directConnect.vlan", "from 1 to 4094"),
    "an MTU there is not": (line(mtu=9001), f"{AT}.directConnect.mtu", "expected 1500 or 8500"),
    "a malformed connection": (
        line(connectionId="ffabc123"),
        f"{AT}.directConnect.connectionId",
        "such as dxcon-ffabc123",
    ),
    "one end of the link": (
        line(amazonAddress="169.254.96.1/30"),
        f"{AT}.directConnect.customerAddress",
        "is missing: expected the addresses of both ends, or of neither",
    ),
    "ends of two links": (
        line(amazonAddress="169.254.96.1/30", customerAddress="169.254.96.6/30"),
        f"{AT}.directConnect.customerAddress",
        "the other address of the link 169.254.96.0/30",
    ),
    "one Direct Connect gateway for both sites": (
        {
            **line(gatewayAsn=..., **EXISTING_LINE),
            f"{SOUTH}.onPremises": {"directConnect": {**EXISTING_LINE}},
        },
        f"{SOUTH}.onPremises.directConnect.gateway.id",
        "expected another gateway than sites.north.onPremises.directConnect.gateway.id: each",
    ),
}


# These break several rules at once, by their nature; every other fault must make one problem and no more.
SEVERAL = {
    "one site",
    "three sites",
    "no sites",
    "sites as a list",
    "sites as broken JSON",
    "a site name with capitals",
    "one pool where a list of pools is due",
    "an EC2 VPC that overlaps a site's",
}


@pytest.mark.parametrize("sentence", WRONG)
def test_refused(changed: Change, sentence: str) -> None:
    changes, key, says = WRONG[sentence]
    with pytest.raises(ConfigurationError) as refused:
        build(changed(changes), "north", "shop-dr")
    problems = refused.value.problems
    assert any(problem.key == key and says in str(problem) for problem in problems), str(refused.value)
    assert len(problems) == 1 or sentence in SEVERAL, str(refused.value)
    assert "hunter2-top" not in str(refused.value)


def test_a_stack_that_is_no_site_is_refused(config: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=r"stack: .*named after its site, north or south, found 'North'\."):
        build(config, "North", "shop-dr")


@pytest.mark.parametrize("written", ["nort", "North", "kyoto", "suoth"])
def test_no_site_is_suggested_because_a_wrong_guess_is_a_failover_to_the_wrong_site(
    changed: Change, written: str
) -> None:
    for key in ("activeRegion", "homeSite"):
        with pytest.raises(ConfigurationError) as refused:
            build(changed({key: written}), "north", "shop-dr")
        assert "did you mean" not in str(refused.value)


def test_every_problem_is_reported_at_once(changed: Change) -> None:
    changes = {
        "activeRegion": "west",
        "failoverMode": "fast",
        f"{NORTH}.vpcCidr": "10.20.0.0/24",
        f"{SOUTH}.availabilityZones": ["eu-west-1a"],
        f"{WEB}.gateway": "172.30.2.1",
        "protection.rpoSeconds": 7,
        "apiToken": "hunter2-top",
    }
    with pytest.raises(ConfigurationError) as refused:
        build(changed(changes), "east", "shop-dr")
    assert {problem.key for problem in refused.value.problems} == {
        "stack",
        "activeRegion",
        "failoverMode",
        f"{NORTH}.vpcCidr",
        f"{SOUTH}.availabilityZones[0]",
        f"{WEB}.gateway",
        "protection.rpoSeconds",
        "apiToken",
    }
    lines = str(refused.value).splitlines()
    assert lines[0] == "The configuration of stack east has 8 problems; nothing was changed:"
    assert len(lines) == 9


def test_an_empty_configuration_says_what_is_missing() -> None:
    with pytest.raises(ConfigurationError) as refused:
        build({}, "north", "shop-dr")
    keys = {problem.key for problem in refused.value.problems}
    assert keys == {"sites", "overlay", "protection", "activeRegion", "homeSite"}


def test_the_value_of_an_encrypted_key_is_not_shown(changed: Change) -> None:
    with pytest.raises(ConfigurationError) as refused:
        build(changed({"activeRegion": "hunter2"}), "north", "shop-dr", encrypted={"activeRegion"})
    assert "activeRegion" in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_an_encrypted_secret_is_still_told_where_it_belongs(changed: Change) -> None:
    with pytest.raises(ConfigurationError, match="PRISM_PASSWORD"):
        build(changed({"password": "hunter2"}), "north", "shop-dr", encrypted={"password"})
