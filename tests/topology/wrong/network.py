"""Faults of the VPCs, their subnets and the overlay."""

from tests.topology.wrong.parts import NORTH, SOUTH, WEB, Wrong

NETWORK: Wrong = {
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
}
