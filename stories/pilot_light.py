"""Two tiers of recovery: a small cluster for some VMs, a bucket for the rest, and nodes added on demand."""

import re
import time
from dataclasses import dataclass

from local_cloud import Placement, look_at_front, placements
from nc2_console import Cluster, Console, read_environment
from operations import OperationsError
from operations.run import Project, Stack
from prism.clustermgmt import Hosts
from stories.scenario import Scenario
from stories.tiered_workload import MACHINES, NODE_TYPE, STANDBY_NODES, Machine, configure, seed
from text_table import table

_MISSING = re.compile(r"Add (\d+) nodes? of type")
_BY_HAND = "There is no key for the NC2 console"
_KEY = ("NC2_API_KEY", "NC2_KEY_ID")
_NODE_SECONDS = 60.0


@dataclass
class PilotLight(Scenario):
    """A disaster with too few nodes, the nodes, the home site's return, failback and scale-in."""

    claim = "Both tiers ran where they should, every VM once and at its own address."
    shown = (
        "will be restored",
        "Add ",
        "Wave",
        "failover",
        "stands down",
        "refuse to restore",
        "NC2 cluster",
        "no key for the NC2 console",
    )
    lost: frozenset[str] = frozenset()

    @classmethod
    def configure(cls, project: Project) -> None:
        configure(project)

    def play(self) -> None:
        memory = sum(machine.memory_gib for machine in MACHINES)
        self.say(f"{len(MACHINES)} VMs with {memory} GiB of memory together; nodes of type {NODE_TYPE}.")
        self.converge()
        self.phase(f"{len(MACHINES)} VMs in {self.home}", self._seed)
        self.up(self.home, "floating IPs lead to them")
        self._look("Before", self.home, dict.fromkeys(MACHINES, self.home), STANDBY_NODES)
        self._disaster()
        self._home_again()
        self._failback()

    def _disaster(self) -> None:
        """The short tier first, the warning, the nodes, the rest."""
        self.heading(f"{self.home} is lost: activeRegion {self.away}, failoverMode unplanned")
        self.local.cloud.fault(self.home, "hang")
        self.lost = frozenset({self.home})
        self.set("failoverMode", "unplanned")
        self.set("activeRegion", self.away)
        self.preview(self.away)
        stopped = self.up_stops(self.away, "the short tier, then it stops", _MISSING.pattern)
        short = {machine: self.away if machine.short else "" for machine in MACHINES}
        self._look("The short tier is up, the rest waits for nodes", self.away, short, STANDBY_NODES)
        missing = _MISSING.search(stopped)
        if missing is None:
            return
        nodes = STANDBY_NODES + int(missing[1])
        self.heading(f"{missing[0]} {NODE_TYPE}: one line")
        self.set(f"sites.{self.away}.compute.activeNodes", nodes)
        self.preview(self.away)
        self.up(self.away, "nodes join, the tier in the bucket follows")
        self._look("Both tiers are up", self.away, dict.fromkeys(MACHINES, self.away), nodes)
        self.expect_no_change(self.away)

    def _home_again(self) -> None:
        self.heading(f"{self.home} is back: its stale VMs are powered off")
        self.local.cloud.fault(self.home, "serve")
        self.lost = frozenset()
        self.up(self.home, "stands down")
        self._look("After its return", self.away, dict.fromkeys(MACHINES, self.away), None)

    def _failback(self) -> None:
        """Home by the plans; the nodes leave, here by hand, as where nobody has a key for the console."""
        self.heading(f"Failback: activeRegion {self.home}, failoverMode planned")
        self.set("failoverMode", "planned")
        self.set("activeRegion", self.home)
        self.preview(self.home)
        self.up(self.home, "both tiers come home")
        self.heading(f"Scale-in of {self.away}, without a key for the NC2 console")
        environment = self.local.environment(self.away)
        keyless = {name: value for name, value in environment.items() if name not in _KEY}
        stack = Stack(self.away, self.local.project, keyless)
        self.up_stops(self.away, "stands down, then stops with the step", _BY_HAND, stack)
        self.phase("the step, done by hand", self._scale_in_by_hand)
        self.up(self.away, "goes on", stack)
        self.up(self.home, "floating IPs of what came home last")
        self._look("Home again, and pilot light again", self.home, dict.fromkeys(MACHINES, self.home), STANDBY_NODES)
        self.expect_no_change(self.away)

    def _cluster(self) -> tuple[Console, Cluster]:
        """The recovery site's cluster as the NC2 console shows it."""
        settings = read_environment(self.local.environment(self.away))
        if settings is None:
            raise OperationsError("The local cloud has no key for its NC2 console. Start it anew.")
        console, me = Console(settings), self.local.model(self.away).me
        found = console.clusters.find(me.cluster, me.region)
        if found is None:
            raise OperationsError(f"The NC2 console of the local cloud shows no cluster '{me.cluster}'. Start it anew.")
        return console, found

    def _scale_in_by_hand(self) -> None:
        console, cluster = self._cluster()
        console.clusters.set_nodes(cluster, NODE_TYPE, STANDBY_NODES)
        deadline = time.monotonic() + _NODE_SECONDS
        while len(self._cluster()[1].nodes) != STANDBY_NODES and time.monotonic() < deadline:
            time.sleep(0.2)

    def _seed(self) -> None:
        seed(self.local.prism(self.home), self.local.model(self.home))

    def _look(self, when: str, active: str, expected: dict[Machine, str], nodes: int | None) -> None:
        """Print where every VM runs, and hold it against `expected`, where an empty site is nowhere."""
        found = [vm for site in (self.home, self.away) if site not in self.lost for vm in self._placements(site)]
        running = {
            machine: [vm for vm in found if vm.name == machine.name and vm.power == "ON"] for machine in expected
        }
        rows = [
            (tier, str(len(mine)), ", ".join(sorted({vm.site for m in mine for vm in running[m]})) or "nowhere")
            for tier, short in (("short", True), ("bucket", False))
            if (mine := [machine for machine in expected if machine.short is short])
        ]
        self.say(f"\n{when}\n{table(('tier', 'VMs', 'run in'), rows)}")
        for machine, site in expected.items():
            if site not in self.lost:
                seen = [(vm.site, vm.address) for vm in running[machine]]
                self.expect(f"{when}: where {machine.name} runs", seen, [(site, machine.address)] if site else [])
        self._look_at_routes_and_targets(when, active, {m.name for m, site in expected.items() if site == active})
        self._look_at_nodes(when, nodes)

    def _look_at_routes_and_targets(self, when: str, active: str, here: set[str]) -> None:
        """They follow the short tier, whatever else is still to come; `here`: the VMs that have come."""
        model = self.local.model(active)
        for prefix in model.overlay.externally_routable_prefixes:
            leads = self.leads_to(active, prefix)
            self.say(f"{active}'s transit gateway leads {prefix} to its {leads}.")
            self.expect(f"{when}: where {active}'s transit gateway leads {prefix}", leads, "vpc")
        seen = look_at_front(self.local, active)
        if seen is not None:
            healthy = {site: list(states.values()).count("healthy") for site, states in seen.targets.items()}
            self.say(f"Healthy targets: {', '.join(f'{count} in {site}' for site, count in healthy.items())}.")
            wanted = sum(target.vm in here for target in model.load_balancer.targets) if model.load_balancer else 0
            some = {site: count for site, count in healthy.items() if count}
            self.expect(f"{when}: healthy targets", some, {active: wanted})

    def _look_at_nodes(self, when: str, nodes: int | None) -> None:
        _, cluster = self._cluster()
        shown = sum(1 for _ in Hosts(self.local.prism(self.away)).list())
        self.say(f"{cluster.name} has {cluster.joined} nodes.")
        if nodes is not None:
            self.expect(f"{when}: nodes in the NC2 console", cluster.joined, nodes)
            self.expect(f"{when}: nodes in Prism Central", shown, nodes)

    def _placements(self, site: str) -> list[Placement]:
        protection = self.local.model(site).protection
        categories = [protection.category, *(tier.category for tier in protection.tiers)]
        prism = self.local.prism(site)
        return [vm for category in categories for vm in placements(site, prism, category.key, category.value)]


STORY = PilotLight
