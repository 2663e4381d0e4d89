"""Recovery points of VMs that were deleted for good or are no longer protected: nothing is recovered from them."""

from __future__ import annotations

from simulator.prism.model import Record, Site, hidden
from simulator.prism.recovery.recovery_points import members


def retire(site: Site, vm: Record) -> None:
    """Mark the recovery points of a VM that was deleted for good or is no longer protected."""
    facts = hidden.of_vm(vm)
    site.retired[facts["lineage"]] = facts.get("generation", 0)
    mark(site, {facts["lineage"]: facts.get("generation", 0)})
    site.world.replication_due = 0.0  # paired sites are told at once


def mark(site: Site, retired: dict[str, int]) -> None:
    """Mark the snapshots of retired VMs. retired: lineage -> the newest generation that is gone."""
    for lineage, generation in retired.items():
        for point in site.points.of_lineage(lineage):
            for held in members(point):
                if held["lineage"] == lineage and held["generation"] <= generation and not held["retired"]:
                    held["retired"] = True
                    site.store.save(point)
