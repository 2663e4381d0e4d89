"""Faults of load balancer, name and firewall."""

from tests.topology.wrong.parts import CERTIFICATES, FRONT, NAME, SOUTH, WEB_1, WEB_2, Wrong

INGRESS: Wrong = {
    # load balancer, name and firewall
    "a load balancer in one zone": (
        {**FRONT, f"{SOUTH}.availabilityZones": ["ap-southeast-2a"]},
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
        "expected a certificate of ap-southeast-2",
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
    "accelerated recovery of a zone that is there": (
        {**FRONT, "dns": {"name": "www.example.com", "zoneId": "Z0123456789ABC", "acceleratedRecovery": True}},
        "dns.acceleratedRecovery",
        "expected only with zone: an existing hosted zone is used as it is",
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
}
