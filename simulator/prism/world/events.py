"""The history of VMs over all sites, append only: what a checker of "never two actives" reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.prism.json import Json, timestamp
from simulator.prism.world.clock import Clock

if TYPE_CHECKING:
    from simulator.prism.world.site import Site
    from simulator.prism.world.store import Record


class Events:
    """Numbered events: created, powered_on, powered_off, deleted, recovered."""

    def __init__(self, clock: Clock):
        self._clock = clock
        self.log: list[Json] = []
        self.fresh: list[Json] = []
        """Not yet on disk."""

    def add(self, site: Site, event: str, vm: Record, **more: str) -> None:
        """Note what happened to a VM, with the addresses it had."""
        entry: Json = {
            "seq": len(self.log) + 1,
            "time": timestamp(self._clock.now()),
            "site": site.name,
            "event": f"vm.{event}",
            "vm": vm.ext_id,
            "name": vm.name,
            "ips": addresses(site, vm),
            # The same for all copies of one VM, whichever site they are on; a test copy has its own.
            "lineage": vm.hidden["lineage"],
            **more,
        }
        self.log.append(entry)
        self.fresh.append(entry)

    def after(self, number: int, site: str | None = None) -> list[Json]:
        """Events later than this number, of one site or of all."""
        return [e for e in self.log[max(number, 0) :] if site in (None, e["site"])]


def addresses(site: Site, vm: Record) -> list[str]:
    """The IPv4 addresses of a VM's NICs, in their order."""
    found = []
    for nic in site.store.all("vm_nic", vm.ext_id):
        config = nic.data["nicNetworkInfo"].get("ipv4Config", {})
        if "ipAddress" in config:
            found.append(str(config["ipAddress"]["value"]))
    return found
