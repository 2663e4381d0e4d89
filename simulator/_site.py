"""One site: a Prism Central with its store, its tasks and its place in the world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator._ipam import AddressBook
from simulator._noun import nouns
from simulator._store import Record, Store
from simulator._work import Work

if TYPE_CHECKING:
    from simulator._world import World


@dataclass(frozen=True)
class SiteSpec:
    """What a site is made of.

    `prism_central`, `cluster` (default `pc-<name>`, `nc2-<name>`) and `transit_vpc` are names. `nat_cidr` is the range
    of the external NAT subnet NC2 makes, `memory_capacity_bytes` limits what powered-on VMs may use (None = no limit).
    """

    name: str
    region: str
    prism_central: str | None = None
    cluster: str | None = None
    transit_vpc: str = "transit-vpc"
    nat_cidr: str = "100.64.1.0/24"
    memory_capacity_bytes: int | None = None

    @property
    def prism_central_name(self) -> str:
        """The domain manager's config.name."""
        return self.prism_central or f"pc-{self.name}"

    @property
    def cluster_name(self) -> str:
        """The AHV cluster's name."""
        return self.cluster or f"nc2-{self.name}"


class Site:
    """A Prism Central and the one AHV cluster it manages."""

    def __init__(self, world: World, spec: SiteSpec):
        self.world = world
        self.spec = spec
        self.name = spec.name
        self.memory_capacity_bytes = spec.memory_capacity_bytes
        self.store = Store(world.next_number, self._changed)
        self.work = Work(self)
        self.outbox: dict[tuple[str, str], None] = {}
        """Changed records of synchronised kinds that paired sites have not been told of."""
        self.tombstones: dict[tuple[str, str], int] = {}
        """Removed records of synchronised kinds, and when."""
        self.addresses = AddressBook()
        self.unsent: dict[str, tuple[str, int]] = {}
        """Recovery points (extId) waiting to be copied: the target's name and how many it keeps."""
        self.retired: dict[str, int] = {}
        """Lineages of deleted VMs that peers have not been told of, and the generation deleted."""
        self.domain_manager_id = ""
        self.cluster_id = ""
        self.user_id = ""

    def name_of(self, kind: str, ext_id: str) -> str:
        """The name of an entity, or its extId when it is gone."""
        record = self.store.get(kind, ext_id)
        return record.name if record else ext_id

    def peers(self) -> list[Site]:
        """The sites this one is paired with."""
        return [site for site in self.world.sites.values() if site is not self] if self.world.paired else []

    def _changed(self, record: Record, removed: bool) -> None:
        key = (record.kind, record.ext_id)
        if record.kind == "vm_nic":
            self.addresses.note(record, removed=removed)
        if nouns()[record.kind].synchronised:
            self.outbox[key] = None
            if removed:
                self.tombstones[key] = record.version
        self.world.changed(self, record, removed)
