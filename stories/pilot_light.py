"""Two tiers of recovery, shown: a small cluster for some machines, a bucket for the rest, and nodes added on demand."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from pulumi.automation import CommandError

from local_cloud.from_nothing import from_nothing
from local_cloud.project import LocalProject
from nc2_console import Cluster, Console, read_environment
from operations.look import front
from operations.look import tables as picture
from operations.look.observation import Placement, ec2_client, leads_to, placements
from operations.run.project import Project
from operations.run.stack import Result, Stack
from prism.clustermgmt import Hosts
from stories.pilot_light_workload import MACHINES, NODE_TYPE, STANDBY_NODES, Machine, configure, seed

Say = Callable[[str], None]
_MISSING = re.compile(r"Add (\d+) nodes? of type")
_BY_HAND = re.compile(r"There is no key for the NC2 console.*")
_SHOWN = (
    "will be restored",
    "Add ",
    "Wave",
    "failover of",
    "stands down",
    "not be restored",
    "Flip ",
    "NC2 cluster",
    "no key for the NC2 console",
)
_KEY = ("NC2_API_KEY", "NC2_KEY_ID")
_NODE_SECONDS = 60.0


@dataclass
class PilotLight:
    """One run. `problems` holds a sentence for everything that was not as claimed."""

    local: LocalProject
    say: Say
    problems: list[str] = field(default_factory=list)
    phases: list[tuple[str, float]] = field(default_factory=list)
    home: str = ""
    away: str = ""
    lost: frozenset[str] = frozenset()
    tables: dict[str, str] = field(default_factory=dict)

    def run(self) -> list[str]:
        """Everything in order; answers the problems found, none when all is as it should be."""
        self._phase("local cloud", lambda: self.local.start(self.say))
        self.home, self.away = self.local.sites()
        stacks = {site: self.local.stack(site) for site in (self.home, self.away)}
        self._phase(
            "both stacks from nothing", lambda: from_nothing([stacks[self.away], stacks[self.home]], self._report)
        )
        self.tables = {site: str(stack.outputs()["transitGatewayRouteTableId"]) for site, stack in stacks.items()}
        self._phase(f"{len(MACHINES)} machines in {self.home}", self._seed)
        self._phase(f"up {self.home}: floating IPs lead to them", lambda: self._up(stacks[self.home]))
        self._look("Before", self.home, dict.fromkeys(MACHINES, self.home), STANDBY_NODES)
        self._disaster(stacks[self.away])
        self._home_again(stacks)
        self._failback(stacks)
        self.say("\n" + picture.table(("phase", "seconds"), [(name, f"{took:.1f}") for name, took in self.phases]))
        return self.problems

    def _disaster(self, stack: Stack) -> None:
        """The short tier first, the warning, the nodes, the rest."""
        self.say(f"\n=== {self.home} is lost: activeRegion {self.away}, failoverMode unplanned ===")
        self.local.cloud.fault(self.home, "hang")
        self.lost = frozenset({self.home})
        self.local.project.set_mode("unplanned")
        self.say(self.local.project.flip(self.away))
        self._phase(f"preview of {self.away}", lambda: self._show(stack.preview().text))
        stopped = self._phase(f"up {self.away}: the short tier, then it stops", lambda: self._stopped(stack))
        short = {machine: self.away if machine.short else "" for machine in MACHINES}
        self._look("The short tier is up, the rest waits for nodes", self.away, short, STANDBY_NODES)
        missing = _MISSING.search(stopped)
        if missing is None:
            self.problems.append(f"{self.away}'s up should stop for too few nodes and say how many; it said: {stopped}")
            return
        nodes = STANDBY_NODES + int(missing[1])
        self.say(f"\n=== {missing[0]} {NODE_TYPE}: one line ===\n{self._active_nodes(nodes)}")
        self._phase(f"preview of {self.away}: nodes and their cost", lambda: self._show(stack.preview().text))
        self._phase(f"up {self.away}: nodes join, the tier in the bucket", lambda: self._up(stack))
        self._look("Both tiers are up", self.away, dict.fromkeys(MACHINES, self.away), nodes)
        if self._up(stack).changed:
            self.problems.append(f"A second up of {self.away} should change nothing.")

    def _home_again(self, stacks: dict[str, Stack]) -> None:
        self.say(f"\n=== {self.home} is back: it stands down what is stale there ===")
        self.local.cloud.fault(self.home, "serve")
        self.lost = frozenset()
        self._phase(f"up {self.home}: stands down", lambda: self._up(stacks[self.home]))
        self._look("After its return", self.away, dict.fromkeys(MACHINES, self.away), None)

    def _failback(self, stacks: dict[str, Stack]) -> None:
        """Home by the plans; the nodes leave, here by hand, as where nobody has a key for the console."""
        self.say(f"\n=== Failback: activeRegion {self.home}, failoverMode planned ===")
        self.local.project.set_mode("planned")
        self.say(self.local.project.flip(self.home))
        self._phase(f"preview of {self.home}", lambda: self._show(stacks[self.home].preview().text))
        self._phase(f"up {self.home}: both tiers come home", lambda: self._up(stacks[self.home]))
        self.say(f"\n=== Scale-in of {self.away}, without a key for the NC2 console ===")
        environment = self.local.environment(self.away)
        keyless = {name: value for name, value in environment.items() if name not in _KEY}
        stack = Stack(self.away, self.local.project, keyless)
        stopped = self._phase(f"up {self.away}: stands down, then stops with the step", lambda: self._stopped(stack))
        if not _BY_HAND.search(stopped):
            self.problems.append(f"{self.away}'s up should stop with the step to be done by hand; it said: {stopped}")
        self._phase("the step, done by hand", self._scale_in_by_hand)
        self._phase(f"up {self.away}: goes on", lambda: self._up(stack))
        self._phase(f"up {self.home}: floating IPs of what came home last", lambda: self._up(stacks[self.home]))
        self._look("Home again, and pilot light again", self.home, dict.fromkeys(MACHINES, self.home), STANDBY_NODES)
        if self._up(stacks[self.away]).changed:
            self.problems.append(f"A second up of {self.away} should change nothing.")

    def _active_nodes(self, count: int) -> str:
        """The one line an operator writes."""
        settings = yaml.safe_load(self.local.project.settings_file.read_text())
        settings["config"]["sites"]["default"][self.away]["compute"]["activeNodes"] = count
        self.local.project.settings_file.write_text(yaml.safe_dump(settings, sort_keys=False, width=10**6))
        return f"+  {self.away}: compute.activeNodes: {count}"

    def _cluster(self) -> tuple[Console, Cluster]:
        """The recovery site's cluster as the NC2 console shows it."""
        settings = read_environment(self.local.environment(self.away))
        if settings is None:
            raise LookupError("The local cloud's console should have a key.")
        console, me = Console(settings), self.local.model(self.away).me
        found = console.clusters.find(me.cluster, me.region)
        if found is None:
            raise LookupError(f"The NC2 console shows no cluster '{me.cluster}'.")
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
        """Print where everything runs, and hold it against where it should; empty: nowhere."""
        found = [vm for site in (self.home, self.away) if site not in self.lost for vm in self._placements(site)]
        running = {
            machine: [vm for vm in found if vm.name == machine.name and vm.power == "ON"] for machine in expected
        }
        rows = [
            (tier, str(len(mine)), ", ".join(sorted({vm.site for m in mine for vm in running[m]})) or "nowhere")
            for tier, short in (("short", True), ("bucket", False))
            if (mine := [machine for machine in expected if machine.short is short])
        ]
        self.say(f"\n{when}\n{picture.table(('tier', 'machines', 'run in'), rows)}")
        for machine, site in expected.items():
            wanted = [(site, machine.address)] if site else []
            seen = [(vm.site, vm.address) for vm in running[machine]]
            if seen != wanted and site not in self.lost:
                self.problems.append(f"{when}: {machine.name} should run as {wanted}; it runs as {seen}.")
        self._look_at_ways(when, active, {machine.name for machine, site in expected.items() if site == active})
        self._look_at_nodes(when, nodes)

    def _look_at_ways(self, when: str, active: str, here: set[str]) -> None:
        """Routes and targets follow the short tier, whatever else is still to come; `here`: the machines that do."""
        model, environment = self.local.model(active), self.local.environment(active)
        for prefix in model.overlay.externally_routable_prefixes:
            leads = leads_to(ec2_client(environment, model.me.region), self.tables[active], prefix)
            self.say(f"{active}'s transit gateway leads {prefix} to its {leads}.")
            if leads != "vpc":
                self.problems.append(f"{when}: {active}'s gateway should lead {prefix} to its vpc, not to {leads}.")
        seen = front.look(self.local, active)
        if seen is not None:
            healthy = {site: list(states.values()).count("healthy") for site, states in seen.targets.items()}
            wanted = sum(target.vm in here for target in model.load_balancer.targets) if model.load_balancer else 0
            self.say(f"Healthy targets: {', '.join(f'{count} in {site}' for site, count in healthy.items())}.")
            if {site: count for site, count in healthy.items() if count} != {active: wanted}:
                self.problems.append(f"{when}: {wanted} targets in {active} should be healthy; found {healthy}.")

    def _look_at_nodes(self, when: str, nodes: int | None) -> None:
        _, cluster = self._cluster()
        shown = sum(1 for _ in Hosts(self.local.prism(self.away)).list())
        self.say(f"{cluster.name} has {cluster.joined} nodes.")
        if nodes is not None and (cluster.joined, shown) != (nodes, nodes):
            self.problems.append(
                f"{when}: {cluster.name} should have {nodes} nodes; the NC2 console shows {cluster.joined} and Prism "
                f"Central {shown}."
            )

    def _placements(self, site: str) -> list[Placement]:
        protection = self.local.model(site).protection
        categories = [protection.category, *(tier.category for tier in protection.tiers)]
        prism = self.local.prism(site)
        return [vm for category in categories for vm in placements(site, prism, category.key, category.value)]

    def _stopped(self, stack: Stack) -> str:
        """What an up said that must not end well."""
        try:
            self._up(stack)
        except CommandError as error:
            self._show(str(error))
            return str(error)
        return "nothing, it ended well"

    def _up(self, stack: Stack) -> Result:
        result = stack.up()
        self._report(stack, result)
        self._show(result.text)
        return result

    def _report(self, stack: Stack, result: Result) -> None:
        self.say(f"  pulumi up --stack {stack.site}: {result}")

    def _show(self, text: str) -> None:
        told = [
            line.strip() for line in text.splitlines() if line.strip().startswith(("info: ", "warning: ", "error: "))
        ]
        lines = [line for line in dict.fromkeys(told) if any(word in line for word in _SHOWN)]
        if lines:
            self.say("\n".join(f"  | {line}" for line in lines))

    def _phase(self, name: str, work: Callable[[], object]) -> str:
        started = time.monotonic()
        result = work()
        self.phases.append((name, time.monotonic() - started))
        return result if isinstance(result, str) else ""


def pilot_light(directory: Path, say: Say, keep: bool = False) -> list[str]:
    """Run it in `directory`, which is made anew, on a copy of the settings; `keep` leaves the local cloud running."""
    project = Project.here().working_copy(directory / "project")
    configure(project)
    local = LocalProject.at(project, directory / "cloud")
    local.cloud.down()
    memory = sum(machine.memory_gib for machine in MACHINES)
    say(f"{len(MACHINES)} machines with {memory} GiB of memory together; nodes of type {NODE_TYPE}.")
    try:
        return PilotLight(local, say).run()
    finally:
        if not keep:
            local.cloud.down()
