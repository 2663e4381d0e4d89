"""Watches a simulated world and writes down what changed, after every request and every step."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from simulator import World
from simulator.prism.model import Site, hidden
from simulator.prism.vms import history
from tests.histories.log.log import Log
from tests.histories.world import crowd, others

NOT_WORKLOAD = ("bastion-", "squatter-")


@dataclass
class Observer:
    """``by`` is whose doing the changes are: the world's, or nobody's in particular. ``others`` says that other teams
    have something in Prism Central, too.
    """

    world: World
    log: Log
    by: str = ""
    others: bool = False
    _theirs: dict[str, dict[str, str]] = field(default_factory=dict)
    _events: int = 0
    _number: int = -1
    _addresses: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _jobs: dict[str, str] = field(default_factory=dict)
    _floating: dict[str, dict[str, str]] = field(default_factory=dict)

    def begin(self) -> None:
        """The VMs that are there already, and the jobs that are over, are what the history begins with."""
        self._events = len(self.world.events.log)
        for name, site in self.world.sites.items():
            for vm in site.store.all("vm"):
                if vm.name.startswith(crowd.NAME):
                    continue
                told = vm.ext_id, vm.name, hidden.of_vm(vm)["lineage"], history.addresses(site, vm)
                self._note(name, "created", *told)
                if vm.data["powerState"] == "ON":
                    self._note(name, "powered_on", *told)
        self.look()

    def look(self) -> None:
        """Writes down what is new."""
        if self._number == self.world.number:
            return
        self._number = self.world.number
        self._jobs_of(("RUNNING",))
        for event in self.world.events.log[self._events :]:
            self._note(
                event["site"],
                event["event"].partition(".")[2],
                event["vm"],
                event["name"],
                event["lineage"],
                event["ips"],
            )
        self._events = len(self.world.events.log)
        for name, site in self.world.sites.items():
            self._nics_of(name, site)
            self._floating_ips_of(name, site)
            if self.others:
                self._theirs_of(name, site)
        self._jobs_of(())

    def _note(self, site: str, kind: str, vm_id: str, name: str, lineage: str, ips: list[str]) -> None:
        more: dict[str, Any] = {"name": name}
        if kind in ("created", "recovered"):
            self._addresses[vm_id] = tuple(ips)
            more |= {"lineage": lineage, "ips": tuple(ips), "workload": not name.startswith(NOT_WORKLOAD)}
        if self.by:
            more["by"] = self.by
        self.log.add(site, f"vm.{kind}", vm_id, **more)

    def _nics_of(self, name: str, site: Site) -> None:
        for vm in site.store.all("vm"):
            now = tuple(history.addresses(site, vm))
            if self._addresses.get(vm.ext_id, now) != now:
                self._addresses[vm.ext_id] = now
                self.log.add(name, "vm.nics", vm.ext_id, name=vm.name, ips=now)

    def _floating_ips_of(self, name: str, site: Site) -> None:
        now = {
            str(one.data.get("floatingIpValue") or one.ext_id): str(one.data.get("vmNicReference") or "")
            for one in site.store.all("floating_ip")
        }
        if self._floating.get(name, {}) != now:
            self._floating[name] = now
            self.log.add(name, "floating-ips", leads_to=now)

    def _theirs_of(self, name: str, site: Site) -> None:
        """What was changed or deleted of theirs."""
        before, now = self._theirs.get(name, {}), others.of(site)
        self._theirs[name] = now
        for id, seen in before.items():
            if now.get(id) != seen:
                by = {"by": self.by} if self.by else {}
                self.log.add(name, "theirs", id, was=seen, now=now.get(id, "gone"), **by)

    def _jobs_of(self, wanted: tuple[str, ...]) -> None:
        """Jobs that are new; where ``wanted`` names no status, those that have ended, too."""
        for name, site in self.world.sites.items():
            for job in site.store.all("recovery_plan_job"):
                known, action = self._jobs.get(job.ext_id), str(job.data["actionType"])
                if action == "VALIDATE":
                    continue
                if known is None:
                    self._jobs[job.ext_id] = "RUNNING"
                    self.log.add(name, "job", job.name, action=action, status="RUNNING")
                status = str(job.data["status"])
                if not wanted and status != self._jobs[job.ext_id]:
                    self._jobs[job.ext_id] = status
                    self.log.add(name, "job", job.name, action=action, status=status)
