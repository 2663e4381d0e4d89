"""What users come in by: load balancer, DNS name and firewall."""

from topology.ingress.dns import (
    Dns,
    SeenCertificate,
    SeenZone,
    build_dns,
    certificate_problems,
    dns_problems,
    hosted_zone_problems,
)
from topology.ingress.firewall import MANAGED_RULES, Firewall, build_firewall, firewall_problems
from topology.ingress.load_balancer import (
    AccessLogs,
    HealthCheck,
    LoadBalancer,
    build_load_balancer,
    drains_first,
)
from topology.ingress.load_balancer_problems import load_balancer_problems

__all__ = [
    "MANAGED_RULES",
    "AccessLogs",
    "Dns",
    "Firewall",
    "HealthCheck",
    "LoadBalancer",
    "SeenCertificate",
    "SeenZone",
    "build_dns",
    "build_firewall",
    "build_load_balancer",
    "certificate_problems",
    "dns_problems",
    "drains_first",
    "firewall_problems",
    "hosted_zone_problems",
    "load_balancer_problems",
]
