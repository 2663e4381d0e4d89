"""How far a site's migration from EC2 has come."""

from operations.migration.progress import Progress, look

__all__ = ["Progress", "look"]
