"""What AWS holds already for a site: looked up by id, checked, and never changed."""

from components.existing.arrival import Arrival
from components.existing.existing import Existing

__all__ = ["Arrival", "Existing"]
