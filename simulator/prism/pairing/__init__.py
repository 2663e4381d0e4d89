"""Paired Prism Centrals: how sites register with one another, and the kinds of entities they share."""

from simulator.prism.pairing import synchronisation
from simulator.prism.pairing.registrations import pair, part
from simulator.prism.pairing.synchronisation import share_everything

__all__ = ["pair", "part", "share_everything", "synchronisation"]
