"""What a failover to a site needs, checked from that site; each check has a file of its own."""

from operations.readiness.all_checks import CHECKS, look

__all__ = ["CHECKS", "look"]
