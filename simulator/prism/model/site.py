"""A site, and the world of all sites, as everything else sees them.

The two classes hold one another, so they share a module. `WorldState` leaves open what it takes all other packages to
do: `simulator.prism.world.World` fills that in.
"""

from __future__ import annotations

import math
import random
import secrets
import threading
import uuid
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TypedDict, Unpack

from simulator.prism.model.address_book import AddressBook
from simulator.prism.model.agenda import Agenda
from simulator.prism.model.changes import Changes
from simulator.prism.model.clock import Clock
from simulator.prism.model.events import Events
from simulator.prism.model.faults import Fate, Faults
from simulator.prism.model.json import Json
from simulator.prism.model.point_book import PointBook
from simulator.prism.model.record import Record
from simulator.prism.model.refusal import invalid
from simulator.prism.model.replies import Replies
from simulator.prism.model.sessions import Sessions
from simulator.prism.model.spec import SiteSpec, check_versions
from simulator.prism.model.store import Store
from simulator.prism.model.throttle import Throttle
from simulator.prism.model.vm_book import VmBook


class Site:
    """A Prism Central and the one AHV cluster it manages."""

    floating_ip_limit: int | None = None
    """How many floating IPs the cloud grants; None = as many as there are addresses."""
    active_gateway = 0
    """The place of the active gateway among the nodes."""
    task_fate: Fate | None = None
    """What becomes of the tasks that are submitted now."""
    absent = False
    """Whether there is no cluster, and so no Prism Central."""
    port: int | None = None
    """The port that this Prism Central listens on; None = not served."""
    gateway_ports: tuple[int, ...] = ()
    """The ports of the gateways in front of this Prism Central."""
    domain_manager_id = ""
    cluster_id = ""
    user_id = ""

    def __init__(self, world: WorldState, spec: SiteSpec):
        self.world = world
        self.spec = spec
        self.name = spec.name
        self.memory_limit_bytes = spec.memory_capacity_bytes
        self.store = Store(world.next_number, lambda record, removed: world.changed(self, record, removed=removed))
        self.pending_tasks: dict[str, Record] = {}
        """The tasks that have not ended, by extId."""
        self.replies = Replies(lambda key, answer: world.changes.note_reply(self.name, key, answer))
        self.outbox: dict[tuple[str, str], None] = {}
        """Changed records of synchronised kinds that paired sites have not been told of."""
        self.tombstones: dict[tuple[str, str], int] = {}
        """Removed records of synchronised kinds, each with the number of its removal."""
        self.forget_all()
        self.throttle = Throttle()
        self.unsent: dict[str, tuple[str, int]] = {}
        """Recovery points (extId) that wait to be copied: name of the target, and how many the target keeps."""
        self.retired: dict[str, int] = {}
        """Lineages of deleted VMs that paired sites have not been told of, each with the generation deleted."""
        self.fresh_plans: dict[str, int] = {}
        """Recovery plans that were made by v3 just now, each with how often it has been looked at."""
        self.clock_ahead = 0.0
        """Seconds by which this Prism Central's own clock is ahead of the world's."""

    def forget_all(self) -> None:
        """Begin anew with what is derived from the records."""
        self.addresses, self.vms, self.points, self.agenda = AddressBook(), VmBook(), PointBook(), Agenda()

    def note(self, record: Record, *, removed: bool = False) -> None:
        """Keep what is derived from the records current."""
        if record.kind == "vm_nic":
            self.addresses.note(record, removed=removed)
        elif record.kind == "vm":
            self.vms.note(record, removed=removed)
            self.agenda.touched[record.ext_id] = None
        elif record.kind == "recovery_point":
            self.points.note(record, removed=removed)

    def now(self) -> float:
        """Seconds since the epoch by this Prism Central's own clock."""
        return self.world.clock.now() + self.clock_ahead

    @property
    def memory_capacity_bytes(self) -> int | None:
        """What the running VMs may use: the limit that was set, else the memory of the nodes; None = no limit."""
        if self.memory_limit_bytes is not None or self.spec.node_memory_bytes is None:
            return self.memory_limit_bytes
        return sum(int(host.data["memorySizeBytes"]) for host in self.store.all("host"))

    def name_of(self, kind: str, ext_id: str) -> str:
        """The name of an entity, or its extId when the entity is gone."""
        record = self.store.get(kind, ext_id)
        return record.name if record else ext_id

    def require_cluster(self, ext_id: str) -> None:
        """Raise Refusal for a cluster that is not this site's."""
        if ext_id != self.cluster_id:
            raise invalid(f"Cluster {ext_id} is not an AHV cluster of this Prism Central.")

    def paired_site(self, domain_manager_id: str) -> Site | None:
        """This site, or the one it is paired with, whose Prism Central has this extId."""
        return next((s for s in (self, *self.peers()) if s.domain_manager_id == domain_manager_id), None)

    def peers(self) -> list[Site]:
        """The sites that this one is paired with."""
        known = {r.data["remoteClusterExtId"] for r in self.store.all("registration")}
        return [site for site in self.world.sites.values() if site.domain_manager_id in known]


class WorldOptions(TypedDict, total=False):
    """How a world behaves.

    task_clock       `immediate` (the default), `ticks:N` or `seconds:S`, see `Clock`
    recover_seconds  how long the recovery of one VM takes on that clock; 0 unless given
    stale_copies     what a failback does with a powered-off older copy of a VM: `replace` it (the default) or `refuse`
    username         of the one user; `admin` unless given
    password         None = a random one
    api_key          None = a random one
    seed             gives the same extIds in every run
    session_seconds  how long a session cookie is valid; None = no cookies are given out
    rate_limit       the requests per second that each site answers; None = all of them
    """

    task_clock: str
    recover_seconds: float
    stale_copies: str
    username: str
    password: str | None
    api_key: str | None
    seed: int | None
    session_seconds: float | None
    rate_limit: float | None


class WorldState(ABC):
    """The sites and what they share: one clock, the links between sites, one history of what happened to VMs."""

    replication_dirty = True
    """Whether replication looks at everything again; else only at VMs that changed and at what is due."""
    replication_due = 0.0
    replication_lag = 0.0
    """Seconds from the making of a recovery point to its arrival at the other site."""

    number = 0
    """The number of the newest change."""

    def __init__(self, sites: Sequence[SiteSpec], *, kept: bool = False, **options: Unpack[WorldOptions]):
        """kept = whether the state is kept on disk."""
        self.lock = threading.RLock()
        self.clock = Clock.parse(options.get("task_clock", "immediate"))
        self.rate_limit = options.get("rate_limit")
        if self.rate_limit is not None and not 0 < self.rate_limit < math.inf:
            raise ValueError(f"rate_limit {self.rate_limit}: expected more than 0 requests per second")
        self.stale_copies = options.get("stale_copies", "replace")
        self.recover_seconds = options.get("recover_seconds", 0.0)
        self.username = options.get("username", "admin")
        self.password = options.get("password") or secrets.token_urlsafe(18)
        self.api_key = options.get("api_key") or secrets.token_urlsafe(24)
        # The newest version served of each namespace: at all sites, and at one site. The site's own counts.
        self.versions: dict[str, str] = {}
        self.site_versions = {spec.name: dict(spec.versions) for spec in sites}
        seconds, seed = options.get("session_seconds"), options.get("seed")
        self.sessions = Sessions(self.clock, seconds) if seconds else None
        self.random: random.Random = random.Random(seed) if seed is not None else random.SystemRandom()
        self.events = Events()
        self.changes = Changes(kept=kept)
        self.faults = Faults(self.changes.note_settings)
        self.sites = {spec.name: Site(self, spec) for spec in sites}
        self.links = dict.fromkeys(self.sites, "up")
        self.ordered: Json = {}
        """What the control API has set, in the form that is kept on disk."""

    @abstractmethod
    def advance(self) -> None:
        """Carry out everything that is due by now. Called at every request: nothing runs in the background."""

    @abstractmethod
    def changed(self, site: Site, record: Record, *, removed: bool) -> None:
        """Tell everyone concerned that a record of a site changed or was removed."""

    @abstractmethod
    def save(self) -> None:
        """Write what has changed since the last call to disk."""

    @abstractmethod
    def close(self) -> None:
        """Write what is left to disk and let go of the file."""

    def site(self, name: str) -> Site:
        """The site of this name; raises KeyError."""
        return self.sites[name]

    def site_of(self, domain_manager_id: str) -> Site | None:
        """The site whose Prism Central has this extId."""
        return next((s for s in self.sites.values() if s.domain_manager_id == domain_manager_id), None)

    def connected(self, one: Site, other: Site) -> bool:
        """Whether two sites are paired and can reach one another. A site is always connected with itself."""
        return one is other or (other in one.peers() and self.reachable(one, other))

    def reachable(self, one: Site, other: Site) -> bool:
        """Whether the links of both sites are up."""
        return bool(self.links[one.name] == self.links[other.name] == "up")

    def versions_of(self, site: Site) -> dict[str, str]:
        """The versions that a site has been told to serve, by namespace."""
        return self.versions | self.site_versions.get(site.name, {})

    def set_versions(self, versions: dict[str, str]) -> None:
        """Serve these versions at most, by namespace, at all sites; raises ValueError."""
        check_versions(versions)
        self.versions.update(versions)

    def set_links(self, states: Json) -> None:
        """Take the links of sites up or down; raises ValueError for an unknown site or state."""
        for name, state in states.items():
            if name not in self.sites or state not in ("up", "down"):
                raise ValueError(f'links: {name}={state!r}, expected one of {", ".join(self.sites)} = "up" or "down"')
        self.advance()
        self.links.update(states)
        self.replication_dirty = True
        self.changes.note_settings()
        self.advance()

    def look(self) -> None:
        """Move a clock of ticks: somebody looks at a task or a job."""
        if self.clock.mode == "ticks":
            self.clock.looked_at()
            self.changes.note_settings()

    def set_ordered(self, **values: float | None) -> None:
        """Set attributes of the world by order of the control API. They outlive a restart."""
        for name, value in values.items():
            setattr(self, name, value)
        self.ordered.update(values)
        self.changes.note_settings()

    def order(self, what: str, site: str, values: Json) -> None:
        """Keep what the control API has set for one site."""
        self.ordered.setdefault(what, {}).setdefault(site, {}).update(values)
        self.changes.note_settings()

    def push_clock(self, seconds: float) -> None:
        """Move the clock forward and carry out everything that is due by then."""
        self.clock.advance(seconds)
        self.changes.note_settings()
        self.advance()

    def new_id(self) -> str:
        """A fresh uuid4."""
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def next_number(self) -> int:
        """The next number of the world-wide sequence of changes."""
        self.number += 1
        return self.number

    def at_least(self, number: int) -> None:
        """Treat the numbers up to this one as used: they were read from the journal."""
        self.number = max(self.number, number)
