"""What may go wrong with any recovery of VMs. Pure: no clock, no client, no log.

Each check answers with risks, one sentence per VM. What is not known (None) is no risk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from providers.recovery.when import BOUND, span, utc
from topology import RiskKind

_LEAST_RPO = 60


@dataclass(frozen=True)
class Risk:
    """One thing that may go wrong. ``vm`` is empty where it is about the recovery as a whole."""

    kind: RiskKind
    vm: str
    sentence: str


@dataclass(frozen=True)
class RecoverableVm:
    """A protected VM as recovery points tell of it.

    ``newest`` is the time of the newest usable recovery point, as of the reference time if there is one, and
    ``point_id`` its id. ``memory_bytes`` and ``addresses`` are as captured in it; 0 and empty mean "not known".
    ``left_behind`` marks a VM of which the target holds nothing but its own stale copy. ``categories`` are the ids of
    the VM's categories, as the newest point of all tells them. ``vm_id`` is its id at the source, of a VM left behind
    that of the copy; ``bios_uuid`` is as captured, empty for "not known".
    """

    name: str
    newest: datetime | None
    memory_bytes: int = 0
    addresses: tuple[str, ...] = ()
    left_behind: bool = False
    point_id: str = ""
    categories: frozenset[str] = frozenset()
    vm_id: str = ""
    bios_uuid: str = ""


@dataclass(frozen=True)
class Objective:
    """What recovery points are held against. ``rpo_seconds`` None: no objective is known; 0: synchronous."""

    now: datetime
    rpo_seconds: int | None = None
    reference_time: datetime | None = None

    @property
    def rpo(self) -> timedelta:
        """Points cannot be closer than the shortest schedule, so a synchronous RPO counts as that."""
        return timedelta(seconds=max(self.rpo_seconds or 0, _LEAST_RPO))

    @property
    def wanted(self) -> datetime:
        """The moment whose data is wanted."""
        return self.reference_time or self.now


def missing_point(vm: str, place: str, objective: Objective) -> Risk:
    """A VM that would not come up."""
    when = f" as of {utc(objective.reference_time)}" if objective.reference_time else ""
    text = f"{vm} would not be recovered: {place} holds no usable recovery point of it{when}."
    return Risk(RiskKind.MISSING_RECOVERY_POINT, vm, text)


def stale_point(vm: str, newest: datetime, place: str, objective: Objective) -> Risk | None:
    """A recovery point older than the RPO allows, or of an age that nobody knows; None where it is neither.

    A point of the future was dated by a clock that is ahead of the target's, so its age may be anything.
    """
    ahead = newest - objective.now
    if ahead > BOUND:
        return Risk(
            RiskKind.STALE_RECOVERY_POINT,
            vm,
            f"{vm} has a newest recovery point in {place} of {utc(newest)}, which is {span(ahead)} in the future: the "
            "clocks of the two Prism Centrals are apart, so its age is not known. Check their time service.",
        )
    age = objective.wanted - newest
    if objective.rpo_seconds is None or age <= objective.rpo:
        return None
    before = "before the reference time" if objective.reference_time else "old"
    return Risk(
        RiskKind.STALE_RECOVERY_POINT,
        vm,
        f"{vm} would lose more than the RPO allows: its newest recovery point in {place} is {span(age)} {before} (RPO "
        f"{span(objective.rpo)}).",
    )


def address_risks(vms: Iterable[RecoverableVm], site: str, taken: Mapping[str, str]) -> Iterator[Risk]:
    """Addresses that another VM holds at the site, or that two of the VMs want. ``taken``: who holds which."""
    wanted: dict[str, RecoverableVm] = {}
    for vm in vms:
        for address in vm.addresses:
            first = wanted.setdefault(address, vm)
            holder = taken.get(address) or first.name
            if holder != vm.name or (address not in taken and first is not vm):
                yield Risk(
                    RiskKind.ADDRESS_TAKEN,
                    vm.name,
                    f"{vm.name} needs its address {address}, which '{holder}' holds in {site}. Give '{holder}' another "
                    "address, or remove it.",
                )
