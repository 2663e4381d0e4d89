"""One thing that happened, at one of the sites or to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Event:
    """``kind`` says what happened, ``subject`` to which thing, ``details`` how. ``number`` counts the events of a log.

    vm.created, vm.recovered, vm.powered_on, vm.powered_off, vm.deleted, vm.nics   ``subject`` is the VM's id
    vm.untagged    somebody took the VM out of its category
    floating-ips   each floating IP of the site and the NIC it leads to
    job            a recovery plan job that began or ended, ``subject`` its name
    write          a request that may change something, ``subject`` its method and path
    route          where the site's transit gateway leads the prefix: ``own`` or ``peering``
    foreign        a route of others in the site's table, ``subject`` its prefix; without a type it is gone
    record         what the state of the site's stack says now; ``lost`` where the state was lost or an old one restored
    mute           AWS lists no routes of the site's gateway, or lists them again
    theirs         what another team has in Prism Central, ``subject`` its id: it was changed or deleted
    thing.deleted  the policy, plan, peering, zone or record that a run of the stack has deleted
    published      what the site's stack has told the other
    run.began, run.ended   a preview, an up or a refresh, with its outcome
    cut, back, dark, light   what became of a whole site; ``by`` is the world then
    """

    number: int
    site: str
    kind: str
    subject: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        more = " ".join(f"{name}={value}" for name, value in self.details.items())
        return f"{self.number:4} {self.site:6} {self.kind:14} {self.subject} {more}".rstrip()
