"""Two tiers of recovery, shown: a small cluster for some machines, a bucket for the rest, and nodes added on demand."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from pulumi.automation import CommandError

from operations import picture
from operations.converge import converge
from operations.local import LocalProject
from operations.observation import Placement, placements
from operations.pilot_light_workload import HOME_NODES, MACHINES, NODE_TYPE, STANDBY_NODES, Machine, configure, seed
from operations.project import Project
from operations.stack import Result, Stack
from topology.node_type import NODE_TYPES

Say = Callable[[str], None]
_MISSING = re.compile(r"Add (\d+) nodes? of type")
_SHOWN = ("will be restored", "Add ", "Wave", "failover of", "stands down", "not be restored", "Flip ")


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

    def run(self) -> list[str]:
        """Everything in order; answers the problems found, none when all is as it should be."""
        self._phase("local cloud", lambda: self.local.start(self.say))
        self.home, self.away = self.local.sites()
        stacks = {site: self.local.stack(site) for site in (self.home, self.away)}
        self.local.cloud.tell_prism(self.home, "capacity", {"nodes": HOME_NODES})
        self._resize(STANDBY_NODES)
        self._phase("both stacks from nothing", lambda: converge([stacks[self.away], stacks[self.home]], self._report))
        self._phase(f"{len(MACHINES)} machines in {self.home}", self._seed)
        self._look("before", dict.fromkeys(MACHINES, self.home))
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
        stopped = self._phase(f"up {self.away}: the short tier", lambda: self._stopped(stack))
        short = {machine: self.away if machine.short else "" for machine in MACHINES}
        self._look("the short tier is up, the rest waits for nodes", short)
        missing = _MISSING.search(stopped)
        if missing is None:
            self.problems.append(f"{self.away}'s up should stop for too few nodes and say how many; it said: {stopped}")
            return
        nodes = STANDBY_NODES + int(missing[1])
        self.say(f"\n=== {missing[0]}: {STANDBY_NODES} nodes become {nodes} ===")
        self._nodes(nodes)
        self._phase(f"up {self.away}: the tier in the bucket", lambda: self._up(stack))
        self._look("both tiers are up", dict.fromkeys(MACHINES, self.away))
        if self._up(stack).changed:
            self.problems.append(f"A second up of {self.away} should change nothing.")

    def _home_again(self, stacks: dict[str, Stack]) -> None:
        self.say(f"\n=== {self.home} is back: it stands down what is stale there ===")
        self.local.cloud.fault(self.home, "serve")
        self.lost = frozenset()
        self._phase(f"up {self.home}: stands down", lambda: self._up(stacks[self.home]))
        self._look("after its return", dict.fromkeys(MACHINES, self.away))

    def _failback(self, stacks: dict[str, Stack]) -> None:
        self.say(f"\n=== Failback: activeRegion {self.home}, failoverMode planned ===")
        self.local.project.set_mode("planned")
        self.say(self.local.project.flip(self.home))
        self._phase(f"preview of {self.home}", lambda: self._show(stacks[self.home].preview().text))
        self._phase(f"up {self.home}: both tiers come home", lambda: self._up(stacks[self.home]))
        self._phase(f"up {self.away}: stands down", lambda: self._up(stacks[self.away]))
        self._look("home again", dict.fromkeys(MACHINES, self.home))
        self.say(f"\n=== Scale-in: {STANDBY_NODES} nodes again ===")
        self._nodes(STANDBY_NODES)
        self._phase(f"up {self.away}: scale-in", lambda: self._up(stacks[self.away]))

    def _nodes(self, count: int) -> None:
        """The one line an operator writes, and what the NC2 console makes of it."""
        settings = yaml.safe_load(self.local.project.settings_file.read_text())
        settings["config"]["sites"]["default"][self.away]["compute"]["activeNodes"] = count
        self.local.project.settings_file.write_text(yaml.safe_dump(settings, sort_keys=False, width=10**6))
        self._resize(count)

    def _resize(self, count: int) -> None:
        memory = NODE_TYPES[NODE_TYPE].usable_memory_bytes * count
        self.local.cloud.tell_prism(self.away, "capacity", {"nodes": count, "memoryBytes": memory})

    def _seed(self) -> None:
        seed(self.local.prism(self.home), self.local.model(self.home))

    def _look(self, when: str, expected: dict[Machine, str]) -> None:
        """Print where everything runs, and hold it against where it should; empty: nowhere."""
        found = [vm for site in (self.home, self.away) if site not in self.lost for vm in self._placements(site)]
        running = {
            machine: [vm for vm in found if vm.name == machine.name and vm.power == "ON"] for machine in expected
        }
        rows = [
            (
                f"{len(mine)} machines",
                tier,
                ", ".join(sorted({vm.site for m in mine for vm in running[m]})) or "nowhere",
            )
            for tier, short in (("short", True), ("bucket", False))
            if (mine := [machine for machine in expected if machine.short is short])
        ]
        self.say(f"\n{when}\n{picture.table(('count', 'tier', 'runs in'), rows)}")
        for machine, site in expected.items():
            wanted = [(site, machine.address)] if site else []
            seen = [(vm.site, vm.address) for vm in running[machine]]
            if seen != wanted and site not in self.lost:
                self.problems.append(f"{when}: {machine.name} should run as {wanted}; it runs as {seen}.")

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
        lines = [line.strip() for line in text.splitlines() if any(word in line for word in _SHOWN)]
        self.say("\n".join(f"  | {line}" for line in dict.fromkeys(lines) if " running info: " not in line))

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
