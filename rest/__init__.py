"""The shared base of our REST clients: one connection pool, retries until a deadline, trust, and messages."""

from rest.failure import Names, Outcome, give_up, hidden, in_a_disaster, times
from rest.session import Asked, RestSession, Timeouts
from rest.trust import system_trust

__all__ = [
    "Asked",
    "Names",
    "Outcome",
    "RestSession",
    "Timeouts",
    "give_up",
    "hidden",
    "in_a_disaster",
    "system_trust",
    "times",
]
