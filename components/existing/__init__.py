"""What AWS holds already for a site: looked up by id, checked, and never changed."""

from components.existing.existing import Existing
from components.existing.shadows import expect_arrival

__all__ = ["Existing", "expect_arrival"]
