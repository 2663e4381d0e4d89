"""The world: paired sites, the links between them, one clock, one history of what happened to VMs."""

from __future__ import annotations

import random
import secrets
import threading
import uuid
from collections.abc import Sequence
from pathlib import Path

from simulator.prism.http.faults import Faults
from simulator.prism.http.sessions import Sessions
from simulator.prism.json import Json
from simulator.prism.recovery import replication
from simulator.prism.recovery.jobs import run_jobs
from simulator.prism.world import seed as _seed
from simulator.prism.world import synchronisation
from simulator.prism.world.clock import Clock
from simulator.prism.world.events import Events
from simulator.prism.world.journal import Journal
from simulator.prism.world.pairing import pair
from simulator.prism.world.site import Site
from simulator.prism.world.spec import SiteSpec, check_versions
from simulator.prism.world.store import Record


class World:
    """Sites by name; paired Prism Centrals share categories, policies and plans and replicate VMs to one another.

    paired           whether the sites are registered with one another from the start
    task_clock       `immediate`, `ticks:N` or `seconds:S`, see `_clock`
    recover_seconds  how long one VM's recovery takes on that clock
    stale_copies     what a failback does with a powered-off older copy of a VM: `replace` it or `refuse`
    seed             the same extIds from run to run
    directory        where the state is kept, and taken up from
    session_seconds  how long a session cookie is good for; None = no cookies are given out
    """

    replication_dirty = True
    """Whether something changed that replication looks at; else it waits for its due time."""
    replication_due = 0.0
    replication_lag = 0.0
    """Seconds from a recovery point's making to its arrival at the other site."""
    ordered: Json
    """What the control API has set, as it is kept on disk."""
    _number = 0

    def __init__(
        self,
        sites: Sequence[SiteSpec],
        *,
        paired: bool = True,
        task_clock: str = "immediate",
        recover_seconds: float = 0.0,
        stale_copies: str = "replace",
        username: str = "admin",
        password: str | None = None,
        api_key: str | None = None,
        seed: int | None = None,
        directory: Path | None = None,
        session_seconds: float | None = None,
    ):
        self.lock = threading.RLock()
        self.clock = Clock.parse(task_clock)
        self.stale_copies, self.recover_seconds, self._paired = stale_copies, recover_seconds, paired
        self.username = username
        self.password = password or secrets.token_urlsafe(18)
        self.api_key = api_key or secrets.token_urlsafe(24)
        # The newest version served of a namespace: at all sites, and at one site alone, which then counts.
        self.versions: dict[str, str] = {}
        self.site_versions = {spec.name: dict(spec.versions) for spec in sites}
        self.sessions = Sessions(self.clock, session_seconds) if session_seconds else None
        self.events = Events(self.clock)
        self._random: random.Random = random.Random(seed) if seed is not None else random.SystemRandom()
        self.journal = Journal(directory)
        self.faults = Faults(self.journal.note_world)
        self.sites = {spec.name: Site(self, spec) for spec in sites}
        self._begin()

    def site(self, name: str) -> Site:
        """The site of this name; raises KeyError."""
        return self.sites[name]

    def site_of(self, domain_manager_id: str) -> Site | None:
        """The site whose Prism Central has this extId."""
        return next((s for s in self.sites.values() if s.domain_manager_id == domain_manager_id), None)

    def connected(self, one: Site, other: Site) -> bool:
        """Whether two sites can talk: a site whose link is down is reached by none and reaches none."""
        return one is other or (other in one.peers() and self.reachable(one, other))

    def reachable(self, one: Site, other: Site) -> bool:
        """Whether the links of both sites are up."""
        return bool(self.links[one.name] == self.links[other.name] == "up")

    def versions_of(self, site: Site) -> dict[str, str]:
        """The versions a site has been told to serve, by namespace."""
        return self.versions | self.site_versions.get(site.name, {})

    def set_versions(self, versions: dict[str, str]) -> None:
        """Serve these versions at most, by namespace, at all sites; raises ValueError."""
        check_versions(versions)
        self.versions.update(versions)

    def set_links(self, states: Json) -> None:
        """Take sites' links up or down; raises ValueError for an unknown site or state."""
        for name, state in states.items():
            if name not in self.sites or state not in {"up", "down"}:
                raise ValueError(f'links: {name}={state!r}, expected one of {", ".join(self.sites)} = "up" or "down"')
        self.advance()
        self.links.update(states)
        self.replication_dirty = True
        self.journal.note_world()
        self.advance()

    def look(self) -> None:
        """Somebody looks at a task or a job; on a clock of ticks that is a tick, which outlives a restart."""
        if self.clock.mode == "ticks":
            self.clock.looked_at()
            self.journal.note_world()

    def set_ordered(self, **values: float) -> None:
        """Set attributes of the world by order of the control API: they outlive a restart."""
        for name, value in values.items():
            setattr(self, name, value)
        self.ordered.update(values)
        self.journal.note_world()

    def order(self, what: str, site: str, values: Json) -> None:
        """Keep what the control API has set of one site."""
        self.ordered.setdefault(what, {}).setdefault(site, {}).update(values)
        self.journal.note_world()

    def push_clock(self, seconds: float) -> None:
        """Move the clock forward and let happen what was to happen meanwhile."""
        self.clock.advance(seconds)
        self.journal.note_world()
        self.advance()

    def advance(self) -> None:
        """Let everything happen that is due by now. Called at every request; nothing runs in the background."""
        with self.lock:
            now = self.clock.now()
            for site in self.sites.values():
                site.work.run_due(now)
                run_jobs(site, now)
            synchronisation.run(self)
            replication.run(self, now)

    def new_id(self) -> str:
        """A fresh uuid4."""
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def _begin(self) -> None:
        """Take up what is on disk, and seed the sites it does not know."""
        self.links, self.ordered = dict.fromkeys(self.sites, "up"), {}
        self.journal.load(self)
        for site in self.sites.values():
            if site.spec.nodes == 0 and site.name not in self.ordered.get("absent", {}):
                site.absent, self.links[site.name] = True, "down"
        fresh = [s for s in self.sites.values() if not s.absent and not s.store.all("domain_manager")]
        for site in self.sites.values():
            if site.absent:
                continue
            if site in fresh:
                _seed.seed(site)
            _seed.identify(site)
        # What an earlier run paired or parted stays so.
        for site in fresh if self._paired else ():
            for peer in self.sites.values():
                if not peer.absent:
                    pair(site, peer)
        self.advance()
        self.journal.write(self)

    def next_number(self) -> int:
        """The next number of the world-wide sequence of changes."""
        self._number += 1
        return self._number

    def at_least(self, number: int) -> None:
        """Numbers up to this one are taken (read from the journal)."""
        self._number = max(self._number, number)

    def changed(self, site: Site, record: Record, removed: bool) -> None:
        """A record changed: it goes to disk, and replication looks again when it is about VMs or their protection."""
        self.journal.note(site, record, removed)
        if record.kind in {"vm", "vm_nic", "protection_policy", "category"}:
            self.replication_dirty = True
