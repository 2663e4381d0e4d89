"""Everything that a failover to a site needs, looked at from that site: `look` makes the checks, each by a deadline."""

from operations.readiness.look import CHECKS, look

__all__ = ["CHECKS", "look"]
