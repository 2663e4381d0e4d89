"""Prism Central's own backup: what its backup targets hold, and a Prism Central restored from there."""

from simulator.prism.backup.content import back_up_what_is_due, put_back
from simulator.prism.backup.place import place_of, points_in

__all__ = ["back_up_what_is_due", "place_of", "points_in", "put_back"]
