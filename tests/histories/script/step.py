"""One step of a history: what an operator, or the world, does next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Step:
    """``at`` is a write boundary of a run, and ``then`` what happens there: a kill, or another step.

    commit               the configuration: ``site`` is activeRegion, ``how`` the failover mode
    up, preview, refresh of the stack of ``site``; ``how`` is latest, stale or oldest, the checkout
    target               an up of nothing but the route of ``site``
    kill                 the run dies here
    cut, back            ``site`` cannot be reached: ``how`` is hang, refuse, reset, or link (from the other site only)
    dark, light          its VMs lose power, and come up again by themselves
    wait                 ``seconds`` pass
    fault                Prism Central of ``site`` does ``fault``
    aws                  the transit gateway of ``site`` answers the next change with ``how``: refused or lost
    lead, unlead         another team makes a route in the table of the gateway of ``site``, and takes it away:
                         ``how`` is its prefix, where it leads (own, peering, other, nowhere) and its type
    mute, unmute         AWS of ``site`` lists no routes, and lists them again
    found                another team makes a ``how`` (category, policy or plan) of another name at ``site``
    squat, leave         something else takes the address of a VM at ``site``, and gives it back
    add                  a new protected VM at ``site``, named ``how`` if that is said
    untag, describe      somebody takes the VM ``how`` at ``site`` out of its category, or gives it a long description
    forget               the recovery points of the VM ``how`` at ``site`` are gone
    readdress            the NIC of the bastion of ``site`` is to have its other address
    lose, keep, restore  the stack's state: lost; kept aside; the kept one put back
    """

    verb: str
    site: str = ""
    how: str = ""
    accepted: bool = False
    seconds: float = 0.0
    fault: Mapping[str, Any] = field(default_factory=dict)
    at: int = 0
    then: Step | None = None

    def __str__(self) -> str:
        words = [self.verb, self.site, self.how, "accepting all risks" if self.accepted else ""]
        words += [f"{self.seconds:.0f} s" if self.seconds else "", str(dict(self.fault)) if self.fault else ""]
        words.append(f"[at boundary {self.at}: {self.then}]" if self.then else "")
        return " ".join(word for word in words if word)
