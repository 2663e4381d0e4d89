"""How VMs leave a site: all that run are powered off, then they are marked, and the site is looked at once more.

Power comes first. A mark tells people, and whoever looks a VM up by name, that the copy is stale. It is bookkeeping:
one that Prism Central refuses is told by VM and holds nothing up, because a VM that the other site has taken over is
known by its id as well. Of very many VMs only those are marked that no id makes known. A killed run leaves VMs that are
off and lack their mark; the next run finds them by category and marks them.

Nobody waits for a task per VM. All are asked, and one look at the whole site shows what has become of them. So a VM
that runs costs two requests, and a mark another two.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import pulumi

from errors import OperatorError
from prism import Pauses, TaskFailedError
from prism.vmm import Vm, Vms
from providers.base import mark_superseded
from providers.recovery import words
from providers.recovery.copies import attempt_each, running, stale
from providers.recovery.lineage import NOT_KNOWN, Lineage
from providers.recovery.own_site import OwnSite

_ROUNDS = 3
MARKED_AT_MOST = 500
"""Of more VMs, only those are marked that no id makes known."""
SETTLE_SECONDS = 60.0


def stand_down(own: OwnSite, find: Callable[[], list[Vm]], owner: str, lineage: Lineage = NOT_KNOWN) -> list[str]:
    """Powers off and marks all VMs that ``find`` sees; the names of those that ran.

    ``find`` looks at the whole site each time. Raises OperatorError with every VM that runs still.
    """
    return _StandingDown(own, find, owner, lineage).run()


@dataclass
class _StandingDown:
    own: OwnSite
    find: Callable[[], list[Vm]]
    owner: str
    lineage: Lineage
    ran: dict[str, str] = field(default_factory=dict)

    @property
    def vms(self) -> Vms:
        return Vms(self.own.client)

    def run(self) -> list[str]:
        for _ in range(_ROUNDS):
            self.power_off()
            seen, unmarked, refused = self._settle(self._unmarked, self._begin_mark)
            if not running(seen):
                self._tell_unmarked(unmarked, refused, len(seen))
                return sorted(self.ran.values())
        again = {vm.id: "It was started again while this site stood down" for vm in running(seen)}
        raise OperatorError(_still_on(running(seen), again, len(seen)))

    def power_off(self) -> None:
        """Ends with a look in which nothing runs, or raises."""
        seen, on, refused = self._settle(self._on, lambda vm: self.vms.begin_power_off(vm.id))
        if not on:
            return
        refused |= _each([vm for vm in on if vm.id not in refused], self._power_off_and_wait)
        seen = self.find()
        if running(seen):
            raise OperatorError(_still_on(running(seen), refused, len(seen)))

    def _settle(
        self, still_open: Callable[[list[Vm]], list[Vm]], ask: Callable[[Vm], None]
    ) -> tuple[list[Vm], list[Vm], dict[str, str]]:
        """Asks for each open VM once and looks until none is open, none can change any more, or time is up.

        What was seen last, the open ones of it, and why the request of each was refused.
        """
        asked: set[str] = set()
        refused: dict[str, str] = {}
        pauses = Pauses(SETTLE_SECONDS)
        while True:
            seen = self.find()
            left = still_open(seen)
            refused |= _each([vm for vm in left if vm.id not in asked], ask)
            asked |= {vm.id for vm in left}
            if all(vm.id in refused for vm in left) or not pauses.wait():
                return seen, left, refused

    def _on(self, seen: list[Vm]) -> list[Vm]:
        on = [vm for vm in seen if vm.power_state != "OFF"]
        for vm in on:
            self.ran.setdefault(vm.id, vm.label)
        return on

    def _unmarked(self, seen: list[Vm]) -> list[Vm]:
        """Those that lack their mark, and of very many those that no id makes known either."""
        lineage = self.lineage if len(seen) > MARKED_AT_MOST else NOT_KNOWN
        known = {vm.id for vm in stale(seen, self.owner, lineage)}
        return [vm for vm in seen if vm.id not in known]

    def _begin_mark(self, vm: Vm) -> None:
        self.vms.begin_describe(vm.id, partial(mark_superseded, owner=self.owner))

    def _power_off_and_wait(self, vm: Vm) -> None:
        try:
            self.vms.power_off(vm.id)
        except TaskFailedError:
            # Off already: somebody, or the lost answer of our own first try, was faster.
            if self.vms.get(vm.id).power_state != "OFF":
                raise

    def _tell_unmarked(self, unmarked: list[Vm], refused: dict[str, str], total: int) -> None:
        if unmarked:
            reasons = [(vm, refused.get(vm.id, "Its description did not change")) for vm in unmarked]
            pulumi.log.warn(
                f"Could not mark {len(unmarked)} of {total} VMs as stale copies. All {total} are powered off, and "
                "their next start is found by their ids where the other site has taken them over. Do not start them. "
                f"{_told(reasons)}"
            )


def _each(vms: list[Vm], act: Callable[[Vm], None]) -> dict[str, str]:
    """Does it to all. Why it failed, by the VM's id."""
    return {vm_id: str(error) for vm_id, error in attempt_each(vms, act).items()}


def _still_on(on: list[Vm], why: dict[str, str], total: int) -> str:
    reasons = [(vm, why.get(vm.id, "It runs still")) for vm in on]
    return (
        f"Could power off {total - len(on)} of {total} VMs; those are done. Run pulumi up again for the rest, or power "
        f"them off in Prism Central. {_told(reasons)}"
    )


def _told(reasons: list[tuple[Vm, str]]) -> str:
    return words.failures({f"'{vm.label}' ({vm.id})": why for vm, why in reasons})
