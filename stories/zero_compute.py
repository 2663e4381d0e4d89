"""Zero compute, shown: no cluster stands in the recovery region until the disaster, and none after the failback."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pulumi.automation import CommandError

from local_cloud.from_nothing import from_nothing
from local_cloud.project import LocalProject
from nc2_console import Console, read_environment
from operations.look import tables
from operations.look.check import text
from operations.look.observation import ec2_client, leads_to
from operations.look.survivor import Survivor
from operations.readiness import look
from operations.run.project import Project
from operations.run.stack import Result, Stack
from prism import PrismCentral, PrismError, Timeouts
from prism.prism import DomainManagers
from prism.vmm import Vms
from stories.pilot_light_workload import HOME_NODES, MACHINES, NODE_TYPE, configure, seed

Say = Callable[[str], None]
_NEW_CLUSTER = {
    "mode": "zero-compute",
    "nodeType": NODE_TYPE,
    "activeNodes": HOME_NODES,
    "aosVersion": "7.3",
    "prismCentralVersion": "pc.7.5",
    "sshKey": "operations",
    "accessCidrs": ["10.0.0.0/8"],
}
_BY_HAND = "add an S3 recovery point store"
_SHOWN = ("NC2 cluster", "Flip ", "will be restored", "Wave", "stands down", "failover of", "get back", _BY_HAND)
_SOON = Timeouts(connect=2.0, read=3.0, call=4.0)


@dataclass
class ZeroCompute:
    """One run. `problems` holds a sentence for everything that was not as claimed."""

    local: LocalProject
    say: Say
    problems: list[str] = field(default_factory=list)
    phases: list[tuple[str, float]] = field(default_factory=list)
    home: str = ""
    away: str = ""
    lost: frozenset[str] = frozenset()
    stacks: dict[str, Stack] = field(default_factory=dict)

    def run(self) -> list[str]:
        """Everything in order; answers the problems found, none when all is as it should be."""
        self._phase("local cloud", lambda: self.local.start(self.say))
        self.home, self.away = self.local.sites()
        self.stacks = {site: self._stack(site) for site in (self.home, self.away)}
        self.local.cloud.tell_prism(self.home, "capacity", {"nodes": HOME_NODES})
        self._phase("both stacks from nothing", self._converge)
        self._phase(f"{len(MACHINES)} machines in {self.home}", self._seed)
        self._phase(f"up {self.home}: floating IPs lead to them", lambda: self._up(self.home))
        self._look("before: no cluster", self.home, nodes=0)
        checks = look(Survivor.of(self.local.project, self.away, self.local.environment(self.away)))
        self.say(f"\nReadiness of {self.away}\n{text(checks)}")
        self._disaster()
        self._failback()
        self.say("\n" + tables.table(("phase", "seconds"), [(name, f"{took:.1f}") for name, took in self.phases]))
        return self.problems

    def _disaster(self) -> None:
        """The cluster, the step by hand, the rest."""
        self.say(f"\n=== {self.home} is lost: activeRegion {self.away}, failoverMode unplanned ===")
        self.local.cloud.fault(self.home, "hang")
        self.lost = frozenset({self.home})
        self.local.project.set_mode("unplanned")
        self.say(self.local.project.flip(self.away))
        self._phase(f"preview of {self.away}", lambda: self._show(self.stacks[self.away].preview().text))
        stopped = self._phase(f"up {self.away}: the cluster and its networks", self._stopped)
        if _BY_HAND not in stopped:
            self.problems.append(f"{self.away}'s up should stop at the recovery point store; it said: {stopped}")
        self._expect("the networks wait for nothing", self._cluster(), HOME_NODES)
        self._expect("nothing runs before the store is there", self._running(self.away), {})
        self._phase("by hand: MST and its recovery point store", self._add_store)
        self._phase(f"up {self.away}: all machines, then routes", lambda: self._up(self.away))
        self._look(f"all machines run in {self.away}", self.away, nodes=HOME_NODES)
        if self._up(self.away).changed:
            self.problems.append(f"A second up of {self.away} should change nothing.")

    def _failback(self) -> None:
        """The home site returns, protects the way back, and takes the workload home; the cluster goes."""
        self.say(
            f"\n=== {self.home} is back: it stands down, pairs with the new Prism Central, protects the way back ==="
        )
        self.local.cloud.fault(self.home, "serve")
        self.lost = frozenset()
        self._phase(f"up {self.home}: stands down, pairs", lambda: self._up(self.home))
        self._phase(f"up {self.away}: categories", lambda: self._up(self.away))
        self._look("after its return", self.away, nodes=HOME_NODES)
        self.say(f"\n=== Failback: activeRegion {self.home}, failoverMode planned ===")
        self.local.project.set_mode("planned")
        self.say(self.local.project.flip(self.home))
        self._phase(f"preview of {self.home}", lambda: self._show(self.stacks[self.home].preview().text))
        self._phase(f"up {self.home}: both tiers come home", lambda: self._up(self.home))
        self._phase(f"preview of {self.away}", lambda: self._show(self.stacks[self.away].preview().text))
        self._phase(f"up {self.away}: stands down, the cluster goes", lambda: self._up(self.away))
        self._phase(f"up {self.home}: protects to the store alone", lambda: self._up(self.home))
        self._look("home again: no cluster", self.home, nodes=0)
        for site in (self.away, self.home):
            if self._up(site).changed:
                self.problems.append(f"A further up of {site} should change nothing.")

    def _stack(self, site: str) -> Stack:
        """With the credentials of the other Prism Central, by which the home site pairs with it."""
        environment = self.local.environment(site)
        peer = {f"PRISM_PEER_{word}": environment[f"PRISM_{word}"] for word in ("USERNAME", "PASSWORD")}
        return Stack(site, self.local.project, {**environment, **peer})

    def _converge(self) -> None:
        from_nothing([self.stacks[self.away], self.stacks[self.home]], self._report)

    def _seed(self) -> None:
        seed(self.local.prism(self.home), self.local.model(self.home))

    def _add_store(self) -> None:
        """What somebody does in the new Prism Central, with the bucket that the stack has as an output."""
        store = self.local.model(self.away).recovery_point_store
        assert store is not None
        self.local.cloud.tell_prism(self.away, "recovery-point-store", {"name": store.name, "bucket": store.name})

    def _look(self, when: str, active: str, nodes: int) -> None:
        """Print what is there, and hold it against what `active` promises."""
        running = {site: self._running(site) for site in (self.home, self.away) if site not in self.lost}
        leads = {site: self._leads_to(site) for site in running}
        rows = [(site, f"{len(running[site])} machines", leads[site]) for site in running]
        self.say(f"\n{when}\n{tables.table(('site', 'running', 'workload route leads to'), rows)}")
        self.say(f"NC2 console: {self._cluster()} nodes in {self.away}; its Prism Central {self._answers()}")
        wanted = {machine.name: machine.address for machine in MACHINES}
        for site, found in running.items():
            self._expect(f"{when}: what runs in {site}", found, wanted if site == active else {})
            self._expect(f"{when}: {site}'s workload route", leads[site], "vpc" if site == active else "peering")
        self._expect(f"{when}: nodes in {self.away}", self._cluster(), nodes)
        self._expect(f"{when}: {self.away}'s Prism Central", self._answers(), "answers" if nodes else "does not answer")

    def _running(self, site: str) -> dict[str, str]:
        """Name and address of every machine that runs; a new Prism Central knows them by no category."""
        if site == self.away and self._answers() != "answers":
            return {}
        return {vm.label: vm.ip or "none" for vm in Vms(self.local.prism(site)).list() if vm.power_state == "ON"}

    def _leads_to(self, site: str) -> str:
        model = self.local.model(site)
        table_id = str(self.stacks[site].outputs()["transitGatewayRouteTableId"])
        (prefix, *_) = model.overlay.externally_routable_prefixes
        return leads_to(ec2_client(self.local.environment(site), model.me.region), table_id, prefix)

    def _cluster(self) -> int:
        """The nodes that the NC2 console tells of."""
        settings = read_environment(self.local.environment(self.away))
        assert settings is not None
        me = self.local.model(self.away).me
        found = Console(settings).clusters.find(me.cluster, me.region)
        return found.joined if found else 0

    def _answers(self) -> str:
        try:
            central = PrismCentral.from_environment(self.local.environment(self.away), _SOON)
            return "answers" if list(DomainManagers(central).list()) else "is empty"
        except PrismError:
            return "does not answer"

    def _expect(self, what: str, found: Any, wanted: Any) -> None:
        if found != wanted:
            self.problems.append(f"{what}: expected {wanted}, found {found}.")

    def _stopped(self) -> str:
        """What an up said that must not end well."""
        try:
            self._up(self.away)
        except CommandError as error:
            self._show(str(error))
            return str(error)
        return "nothing, it ended well"

    def _up(self, site: str) -> Result:
        result = self.stacks[site].up()
        self._report(self.stacks[site], result)
        self._show(result.text)
        return result

    def _report(self, stack: Stack, result: Result) -> None:
        self.say(f"  pulumi up --stack {stack.site}: {result}")

    def _show(self, said: str) -> None:
        lines = [re.sub(r"\s+", " ", line).strip() for line in said.splitlines() if any(one in line for one in _SHOWN)]
        # What a resource's own line says while it works is said again under "Diagnostics".
        told = [line for line in dict.fromkeys(lines) if line.startswith(("info:", "warning:", "error:"))]
        self.say("\n".join(f"  | {line}" for line in told))

    def _phase(self, name: str, work: Callable[[], object]) -> str:
        started = time.monotonic()
        result = work()
        self.phases.append((name, time.monotonic() - started))
        return result if isinstance(result, str) else ""


def configure_zero_compute(project: Project) -> None:
    """The configuration of the pilot light with everything in the store, and no cluster to stand by."""
    configure(project)
    settings = yaml.safe_load(project.settings_file.read_text())
    config = settings["config"]
    away = next(name for name in config["sites"]["default"] if name != config["homeSite"]["default"])
    config["sites"]["default"][away]["compute"] = _NEW_CLUSTER
    config["protection"]["default"]["destination"] = "recovery-point-store"
    project.settings_file.write_text(yaml.safe_dump(settings, sort_keys=False, width=10**6))


def zero_compute(directory: Path, say: Say, keep: bool = False) -> list[str]:
    """Run it in `directory`, which is made anew, on a copy of the settings; `keep` leaves the local cloud running."""
    project = Project.here().working_copy(directory / "project")
    configure_zero_compute(project)
    local = LocalProject.at(project, directory / "cloud")
    local.cloud.down()
    say(f"{len(MACHINES)} machines, all in the recovery point store; {HOME_NODES} nodes of {NODE_TYPE} once lost.")
    try:
        return ZeroCompute(local, say).run()
    finally:
        if not keep:
            local.cloud.down()
