"""What AWS holds already for a site: looked up by id, checked, and never changed."""

from components.existing.arrival import Arrival
from components.existing.existing import Existing
from components.existing.names import refuse_names_of_others

__all__ = ["Arrival", "Existing", "refuse_names_of_others"]
