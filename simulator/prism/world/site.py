"""One site: a Prism Central with its store, its tasks and its place in the world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.prism.http.replies import Replies
from simulator.prism.networking.ipam import AddressBook
from simulator.prism.noun import nouns
from simulator.prism.world.spec import SiteSpec
from simulator.prism.world.store import Record, Store
from simulator.prism.world.work import Work

if TYPE_CHECKING:
    from simulator.prism.world.world import World


class Site:
    """A Prism Central and the one AHV cluster it manages."""

    def __init__(self, world: World, spec: SiteSpec):
        self.world = world
        self.spec = spec
        self.name = spec.name
        self.memory_limit_bytes = spec.memory_capacity_bytes
        self.floating_ip_limit: int | None = None
        """How many floating IPs the cloud grants; None = as many as there are addresses."""
        self.store = Store(world.next_number, self._changed)
        self.work = Work(self)
        self.replies = Replies(lambda key, answer: world.journal.note_reply(self, key, answer))
        self.outbox: dict[tuple[str, str], None] = {}
        """Changed records of synchronised kinds that paired sites have not been told of."""
        self.tombstones: dict[tuple[str, str], int] = {}
        """Removed records of synchronised kinds, and when."""
        self.addresses = AddressBook()
        self.unsent: dict[str, tuple[str, int]] = {}
        """Recovery points (extId) waiting to be copied: the target's name and how many it keeps."""
        self.retired: dict[str, int] = {}
        """Lineages of deleted VMs that peers have not been told of, and the generation deleted."""
        self.absent = False
        """Whether there is no cluster, and so no Prism Central."""
        self.port: int | None = None
        """Where it is served, once it is."""
        self.gateway_ports: tuple[int, ...] = ()
        """Where else it is reached, through what stands before it."""
        self.domain_manager_id = ""
        self.cluster_id = ""
        self.user_id = ""

    @property
    def memory_capacity_bytes(self) -> int | None:
        """What the running VMs may use: the limit set, else what the nodes have; None = no limit."""
        if self.memory_limit_bytes is not None or self.spec.node_memory_bytes is None:
            return self.memory_limit_bytes
        return sum(int(host.data["memorySizeBytes"]) for host in self.store.all("host"))

    def name_of(self, kind: str, ext_id: str) -> str:
        """The name of an entity, or its extId when it is gone."""
        record = self.store.get(kind, ext_id)
        return record.name if record else ext_id

    def peers(self) -> list[Site]:
        """The sites this one is paired with."""
        known = {r.data["remoteClusterExtId"] for r in self.store.all("registration")}
        return [site for site in self.world.sites.values() if site.domain_manager_id in known]

    def _changed(self, record: Record, removed: bool) -> None:
        key = (record.kind, record.ext_id)
        if record.kind == "vm_nic":
            self.addresses.note(record, removed=removed)
        if nouns()[record.kind].synchronised:
            self.outbox[key] = None
            if removed:
                self.tombstones[key] = record.version
        self.world.changed(self, record, removed)
