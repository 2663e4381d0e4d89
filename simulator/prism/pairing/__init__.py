"""Paired Prism Centrals: how sites register with one another, and the kinds of entities they share."""

from simulator.prism.pairing import agreement, synchronisation
from simulator.prism.pairing.registrations import pair, part
from simulator.prism.pairing.synchronisation import force, share_everything

__all__ = ["agreement", "force", "pair", "part", "share_everything", "synchronisation"]
