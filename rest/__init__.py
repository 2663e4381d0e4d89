"""The shared base of our REST clients: one connection pool, retries until a deadline, bounds, trust, and messages."""

from rest.body import NestedTooDeepError, beginning, parsed
from rest.chance import CHANCE, jitter
from rest.failure import Names, Outcome, give_up, hidden, in_a_disaster, sent_secrets, times
from rest.session import Asked, RestSession, Timeouts
from rest.trust import system_trust

__all__ = [
    "CHANCE",
    "Asked",
    "Names",
    "NestedTooDeepError",
    "Outcome",
    "RestSession",
    "Timeouts",
    "beginning",
    "give_up",
    "hidden",
    "in_a_disaster",
    "jitter",
    "parsed",
    "sent_secrets",
    "system_trust",
    "times",
]
