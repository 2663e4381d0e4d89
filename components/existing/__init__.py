"""What AWS holds already for a site: looked up by id, checked, and never changed."""

from components.existing.all_look_ups import look_up_all
from components.existing.arrival import Arrival
from components.existing.existing import Existing
from components.existing.lookup import LookUps
from components.existing.names import refuse_names_of_others
from components.existing.store import look_up_log_buckets

__all__ = ["Arrival", "Existing", "LookUps", "look_up_all", "look_up_log_buckets", "refuse_names_of_others"]
