"""The world of paired sites as time goes on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Unpack

from simulator.prism.backup import back_up_what_is_due
from simulator.prism.model import Record, Site, SiteSpec, WorldOptions, WorldState, nouns
from simulator.prism.pairing import pair, synchronisation
from simulator.prism.recovery import replication, run_jobs
from simulator.prism.tasks import queue
from simulator.prism.world import seed
from simulator.prism.world.journal import Journal

_OF_REPLICATION = frozenset({"protection_policy", "registration"})


class World(WorldState):
    """Sites by name; paired Prism Centrals share categories, policies and plans and replicate VMs to one another.

    paired     whether the sites are registered with one another from the start
    directory  where the state is kept, and where the state of an earlier run is read from
    options    see `WorldOptions`
    """

    def __init__(
        self,
        sites: Sequence[SiteSpec],
        *,
        paired: bool = True,
        directory: Path | None = None,
        **options: Unpack[WorldOptions],
    ):
        super().__init__(sites, kept=directory is not None, **options)
        self._paired = paired
        self.journal = Journal(directory)
        self._begin()

    def advance(self) -> None:
        with self.lock:
            now = self.clock.now()
            for site in self.sites.values():
                queue.run_due(site, now)
                run_jobs(site, now)
            synchronisation.run(self)
            replication.run(self, now)
            back_up_what_is_due(self)

    def changed(self, site: Site, record: Record, *, removed: bool) -> None:
        site.note(record, removed=removed)
        if nouns()[record.kind].synchronised:
            key = (record.kind, record.ext_id)
            site.outbox[key] = None
            if removed:
                site.tombstones[key] = record.version
        self.changes.note(site.name, record, removed=removed)
        if record.kind in _OF_REPLICATION:
            self.replication_dirty = True

    def save(self) -> None:
        self.journal.write(self)

    def close(self) -> None:
        self.save()
        self.journal.close()

    def _begin(self) -> None:
        """Read what is on disk, and seed the sites that are not there yet."""
        self.journal.load(self)
        for site in self.sites.values():
            if site.spec.nodes == 0 and site.name not in self.ordered.get("absent", {}):
                site.absent, self.links[site.name] = True, "down"
        fresh = [s for s in self.sites.values() if not s.absent and not s.store.all("domain_manager")]
        for site in self.sites.values():
            if site.absent:
                continue
            if site in fresh:
                seed.seed(site)
            seed.identify(site)
        # Sites that an earlier run paired or parted stay so.
        for site in fresh if self._paired else ():
            for peer in self.sites.values():
                if not peer.absent:
                    pair(site, peer)
        self.advance()
        self.save()
