"""What users come in by: load balancer, firewall, DNS name, targets and their floating IPs."""

from components.ingress.ingress import Ingress

__all__ = ["Ingress"]
