"""Parts of wrong configurations: paths, sections and facts that several faults share."""

from typing import Any

Wrong = dict[str, tuple[dict[str, Any], str, str]]
"""By sentence: the changes to a good configuration, the key of the problem, and part of what it says."""

NORTH, SOUTH = "sites.north", "sites.south"
WEB = "overlay.subnets[0]"
EC2 = {"site": "north", "cidr": "172.28.0.0/15", "availabilityZones": ["eu-north-1a"]}
ONE_PREFIX = {
    "overlay.externallyRoutablePrefixes": ["172.30.0.0/16"],
    "overlay.subnets": [{"name": "web", "cidr": "172.30.1.0/24", "gateway": "172.30.1.1"}],
    "overlay.staticAddresses": [],
}
EC2_OF_ONE_PREFIX = {"site": "north", "cidr": "172.30.0.0/16", "availabilityZones": ["eu-north-1a"]}


def existing_ec2(beside: dict[str, Any] | None = None, **existing: Any) -> dict[str, Any]:
    """An EC2 VPC that exists, with these keys of `existing`, and others `beside` it."""
    section = {"site": "north", "cidr": "172.30.0.0/16", "existing": existing, **(beside or {})}
    return {**ONE_PREFIX, "ec2Vpc": section}


WEB_1, WEB_2 = {"vm": "web-1", "address": "172.30.1.34"}, {"vm": "web-2", "address": "172.30.1.35"}
FRONT: dict[str, Any] = {
    f"{NORTH}.availabilityZones": ["eu-north-1a", "eu-north-1b"],
    f"{SOUTH}.availabilityZones": ["ap-southeast-2a", "ap-southeast-2b"],
    "overlay.staticAddresses": [WEB_1, WEB_2],
    "loadBalancer": {"targets": ["web-1", "web-2"]},
}
CERTIFICATES = {
    "north": "arn:aws:acm:eu-north-1:123456789012:certificate/12345678-1234-1234-1234-123456789012",
    "south": "arn:aws:acm:ap-southeast-2:123456789012:certificate/12345678-1234-1234-1234-123456789012",
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
