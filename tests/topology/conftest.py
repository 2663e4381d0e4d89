"""A configuration without faults, and a way to put one fault into it."""

import copy
import re
from collections.abc import Callable
from typing import Any

import pytest

Config = dict[str, Any]

GOOD: Config = {
    "activeRegion": "north",
    "homeSite": "north",
    "sites": {
        "north": {
            "region": "eu-north-1",
            "availabilityZones": ["eu-north-1a", "eu-north-1b"],
            "vpcCidr": "10.20.0.0/18",
            "asn": 64600,
            "prismCentral": "prism-north",
            "cluster": "cluster-north",
        },
        "south": {
            "region": "ap-southeast-2",
            "availabilityZones": ["ap-southeast-2c"],
            "vpcCidr": "192.168.0.0/20",
            "asn": 4200000001,
            "prismCentral": "prism-south",
            "cluster": "cluster-south",
        },
    },
    "overlay": {
        "vpc": "shop",
        "externallyRoutablePrefixes": ["172.30.0.0/16", "172.29.8.0/22"],
        "externalSubnet": {
            "name": "shop-uplink",
            "cidr": "100.64.10.0/24",
            "gateway": "100.64.10.1",
            "pools": [["100.64.10.10", "100.64.10.100"]],
        },
        "subnets": [
            {
                "name": "web",
                "cidr": "172.30.1.0/24",
                "gateway": "172.30.1.1",
                "dhcpPools": [["172.30.1.200", "172.30.1.220"], ["172.30.1.230", "172.30.1.250"]],
                "dnsServers": ["10.20.0.2"],
                "domainName": "shop.example",
            },
            {"name": "database", "cidr": "172.29.8.0/25", "gateway": "172.29.8.126"},
        ],
        "staticAddresses": [
            {"vm": "web-1", "address": "172.30.1.34"},
            {"vm": "web-1", "address": "172.29.8.34"},
        ],
    },
    "protection": {
        "category": {"key": "Recovery", "value": "Shop"},
        "policy": "shop-policy",
        "rpoSeconds": 3600,
        "retention": {"local": 2, "remote": 3},
        "recoveryPlan": "shop-plan",
        "stages": [
            {"category": {"key": "Tier", "value": "Database"}, "delaySeconds": 30},
            {"category": {"key": "Tier", "value": "Web"}},
        ],
        "timeoutMinutes": 45,
    },
}


@pytest.fixture
def config() -> Config:
    return copy.deepcopy(GOOD)


@pytest.fixture(scope="session")
def changed() -> Callable[[dict[str, Any]], Config]:
    """The good configuration with values put at paths such as overlay.subnets[0].cidr; ... removes the key."""

    def change(changes: dict[str, Any]) -> Config:
        config = copy.deepcopy(GOOD)
        for path, value in changes.items():
            *way, last = [int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", path)]
            place: Any = config
            for part in way:
                place = place[part]
            if value is ...:
                del place[last]
            else:
                place[last] = copy.deepcopy(value)
        return config

    return change
