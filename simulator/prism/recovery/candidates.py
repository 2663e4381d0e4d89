"""The VMs that a recovery plan recovers.

Only reads: both sites, or the recovery points alone when the source cannot be reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from simulator.prism.model import Record, Site, Snapshot, hidden, seconds_of
from simulator.prism.recovery.recovery_points import members, vm_of
from simulator.prism.recovery.recovery_points import snapshot as snapshot_of
from simulator.prism.recovery.request import RecoveryRequest


@dataclass(frozen=True)
class Candidate:
    """A VM to recover: its snapshot, the stage that selects it, and its recovery point (None: no point fits)."""

    vm_id: str
    stage_id: str
    snapshot: Snapshot
    point_id: str | None

    @property
    def name(self) -> str:
        """The VM's name."""
        return str(self.snapshot["vm"]["name"])

    @property
    def lineage(self) -> str:
        """What all copies of the VM have in common: the extId of the first."""
        return str(self.snapshot["lineage"])

    @property
    def generation(self) -> int:
        """How often the VM has been recovered so far."""
        return int(self.snapshot["generation"])


def stages(request: RecoveryRequest) -> list[Record]:
    """The plan's stages for VMs, in the order of recovery."""
    found = request.target.store.all("recovery_stage", request.plan.ext_id)
    return sorted((s for s in found if s.data["entityType"] == "VM"), key=lambda s: int(s.data["priority"]))


def candidates(request: RecoveryRequest) -> list[Candidate]:
    """The VMs that the plan recovers, in the order of its stages. VMs already recovered at the target are left out."""
    live = request.planned and request.connected
    snapshots = list(_live(request.source) if live else _points(request))
    taken: set[str] = set()
    chosen = []
    for stage in stages(request):
        for vm_id, snapshot, point_id in snapshots:
            if vm_id not in taken and _picks(stage, vm_id, snapshot) and not _recovered(request, snapshot):
                taken.add(vm_id)
                chosen.append(Candidate(vm_id, stage.ext_id, snapshot, point_id))
    return chosen


def copies(site: Site, lineage: str) -> list[Record]:
    """The VMs of a site that are copies of one VM, test copies left out."""
    return [vm for vm in site.vms.of_lineage(lineage) if not hidden.of_vm(vm).get("test")]


def stale_copies(site: Site, candidate: Candidate) -> list[Record]:
    """Older copies that a site has of a VM about to be recovered there."""
    return [
        vm for vm in copies(site, candidate.lineage) if hidden.of_vm(vm).get("generation", 0) <= candidate.generation
    ]


def _live(source: Site) -> Iterator[tuple[str, Snapshot, str | None]]:
    for vm in source.store.all("vm"):
        if not hidden.of_vm(vm).get("test"):
            yield vm.ext_id, snapshot_of(source, vm), None


def _points(request: RecoveryRequest) -> Iterator[tuple[str, Snapshot, str | None]]:
    """The newest point of each VM that lived at the source, or the newest one up to the reference time."""
    latest = seconds_of(request.reference) if request.reference else float("inf")
    newest: dict[str, Snapshot] = {}
    fitting: dict[str, tuple[Snapshot, str]] = {}
    for held, point_id in _by_age(request.target.store.all("recovery_point")):
        if held["source"] == request.source.domain_manager_id:
            newest[held["lineage"]] = held
            if held["at"] <= latest:
                fitting[held["lineage"]] = held, point_id
    for lineage, held in newest.items():
        if not held["retired"]:
            fits = fitting.get(lineage)
            # The newest generation counts, even when an older point is asked for.
            chosen: Snapshot = {**(fits[0] if fits else held), "generation": held["generation"]}
            yield vm_of(held), chosen, fits[1] if fits else None


def _by_age(points: Iterable[Record]) -> list[tuple[Snapshot, str]]:
    found = [(held, point.ext_id) for point in points for held in members(point)]
    return sorted(found, key=lambda pair: (pair[0]["generation"], pair[0]["at"]))


def _picks(stage: Record, vm_id: str, snapshot: Snapshot) -> bool:
    wanted = {entity["extId"] for entity in stage.data.get("entities", [])}
    tagged = {c["extId"] for c in snapshot["vm"].get("categories", [])}
    return bool(wanted & {vm_id, snapshot["lineage"]} or tagged & set(stage.data.get("categoryExtIds", [])))


def _recovered(request: RecoveryRequest, snapshot: Snapshot) -> bool:
    if request.test:
        return False
    known = copies(request.target, snapshot["lineage"])
    return any(hidden.of_vm(vm).get("generation", 0) > snapshot["generation"] for vm in known)
