"""What runs at a site that has stood down: stale copies that woke, and VMs that should not run there. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pulumi

from errors import OperatorError
from prism import UnreachableError
from prism.vmm import Vm
from providers.base import tell_silence
from providers.recovery import words
from providers.recovery.copies import running, woken
from providers.recovery.lineage import NOT_KNOWN, Lineage


@dataclass(frozen=True)
class Awake:
    """Names of VMs that run at a site that stands by.

    ``woken`` are stale copies, known by their ids or the mark of this site; ``strays`` are not, and may be the only
    copies.
    """

    woken: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()

    @classmethod
    def of(cls, vms: Iterable[Vm], owner: str, lineage: Lineage = NOT_KNOWN) -> Awake:
        """Those among the protected VMs of the site. Stale: marked by ``owner``, or taken over by ``lineage``."""
        here = running(vms)
        stale = woken(here, owner, lineage)
        return cls(tuple(vm.label for vm in stale), tuple(vm.label for vm in here if vm not in stale))

    def warn(self, site: str, active_site: str) -> None:
        """Logs who runs, by name."""
        if self.woken:
            pulumi.log.warn(words.woken(self.woken, site, active_site))
        if self.strays:
            pulumi.log.warn(words.strays(self.strays, site, active_site))


def awake_at(awake: Callable[[], Awake], site: str, *, silent: bool = False) -> Awake:
    """Who runs there. Where Prism Central does not answer, nobody counts, and a warning says so unless ``silent``."""
    try:
        return awake()
    except OperatorError as error:
        if not silent:
            if isinstance(error, UnreachableError):
                tell_silence(error)
            else:
                pulumi.log.warn(words.not_looked_at(site, error))
        return Awake()
