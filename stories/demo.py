"""The main job, shown: both sites on a local cloud, failover to the other site and back, every claim checked."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from pathlib import Path

from local_cloud.observation import Placement, leads_to, placements
from local_cloud.project import LocalProject
from local_cloud.workload import machines, seed
from operations.look import Reachability, front, summary, tables
from operations.run import Project, Result, Stack, converge

Say = Callable[[str], None]


@dataclass
class Demo:
    """One run of the demonstration. `problems` holds a sentence for everything that was not as claimed."""

    local: LocalProject
    say: Say
    problems: list[str] = field(default_factory=list)
    phases: list[tuple[str, float]] = field(default_factory=list)

    def run(self) -> list[str]:
        """Everything in order; answers the problems found, none when all is as it should be."""
        self._phase("local cloud", lambda: self.local.start(self.say))
        home, other = self.local.sites()
        stacks = {site: self.local.stack(site) for site in (home, other)}
        self.say(f"Bringing up {home} and {other} from nothing")
        # The site that accepts the peering goes first; so the fewest runs converge.
        self._phase("both stacks from nothing", lambda: converge([stacks[other], stacks[home]], self._report))
        self._phase("seeding the workload", lambda: self._seed(home))
        if self.local.model(home).load_balancer:
            self._phase(f"up {home}: floating IPs lead to them", lambda: self._up(stacks[home]))
        self._look(home)
        self._failover(stacks, home, other)
        self._failover(stacks, other, home)
        self.say("\n" + tables.table(("phase", "seconds"), [(name, f"{took:.1f}") for name, took in self.phases]))
        return self.problems

    def _failover(self, stacks: dict[str, Stack], source: str, target: str) -> None:
        self.say(
            f"\n=== Failover from {source} to {target}: one line ===\n{self.local.project.set('activeRegion', target)}"
        )
        self._phase(f"preview of {target}", lambda: self._show(stacks[target].preview()))
        self._phase(f"up {target}: machines, then routes", lambda: self._up(stacks[target]))
        self._phase(f"up {source}: stands down", lambda: self._up(stacks[source]))
        self._look(target)

    def _look(self, active: str) -> None:
        """Print where everything is, and hold it against what `active` promises."""
        found = self._placements()
        model = self.local.model(active)
        prefixes = model.overlay.externally_routable_prefixes
        leads = {(prefix, site): self._leads_to(site, prefix) for prefix in prefixes for site in model.sites}
        self.say(f"\n{tables.machines(found)}\n\n{tables.routes(prefixes, list(model.sites), leads)}")
        self._look_at_front(active)
        self._reach(active)
        for machine in machines(model):
            running = [vm for vm in found if vm.name == machine.vm and vm.power == "ON"]
            if [(vm.site, vm.address) for vm in running] != [(active, machine.address)]:
                self.problems.append(
                    f"{machine.vm} should run once, in {active} at {machine.address}; "
                    f"found {', '.join(f'{vm.site} at {vm.address}' for vm in running) or 'it nowhere'}."
                )
        for (prefix, site), target in leads.items():
            expected = "vpc" if site == active else "peering"
            if target != expected:
                self.problems.append(f"{site}'s gateway should lead {prefix} to its {expected}; it leads to {target}.")

    def _look_at_front(self, active: str) -> None:
        seen, dns = front.look(self.local, active), self.local.model(active).dns
        if seen is None or dns is None:
            return
        self.say(f"\n{tables.front(seen.targets, dns.name, seen.leads_to)}")
        if (seen.serving(), seen.leads_to) != ([active], active):
            serving = ", ".join(seen.serving()) or "none"
            self.problems.append(
                f"{dns.name} should lead to {active}, the only site with healthy targets; it leads to "
                f"{seen.leads_to}, and healthy targets are in {serving}."
            )

    def _reach(self, active: str) -> None:
        """Walk a packet between every pair of the two VPCs' subnets, and from on-premises to the workload."""
        model = self.local.model(active)
        vpcs = {site: str(self.local.stack(site).outputs()["vpcId"]) for site in model.sites}
        clients = {site: self.local.aws("ec2", site) for site in model.sites}
        reach = Reachability.read(clients)
        here, there = vpcs.items()
        pairs = reach.pairs(here, there)
        self.say(f"\n{here[0]} and {there[0]}: {summary(pairs)}")
        self.problems += [f"A subnet pair does not get through: {pair}." for pair in pairs if not pair.through]
        for site in model.sites:
            for attachment in reach.outside(site):
                for prefix in model.overlay.externally_routable_prefixes:
                    walk = reach.from_outside(site, attachment, IPv4Network(prefix))
                    self.say(f"on-premises by {site}'s {attachment.kind} to {prefix}: {walk}")
                    if walk.end != vpcs[active]:
                        self.problems.append(f"{prefix} should lead from {attachment.id} to {active}'s VPC: {walk}.")

    def _placements(self) -> list[Placement]:
        found: list[Placement] = []
        for site in self.local.project.configuration()["sites"]:
            category = self.local.model(site).protection.category
            found += placements(site, self.local.prism(site), category.key, category.value)
        return found

    def _leads_to(self, site: str, prefix: str) -> str:
        table_id = str(self.local.stack(site).outputs()["transitGatewayRouteTableId"])
        return leads_to(self.local.aws("ec2", site), table_id, prefix)

    def _seed(self, site: str) -> None:
        model = self.local.model(site)
        seed(self.local.prism(site), model, machines(model))

    def _up(self, stack: Stack) -> None:
        self._report(stack, stack.up())

    def _report(self, stack: Stack, result: Result) -> None:
        self.say(f"  pulumi up --stack {stack.site}: {result}")

    def _show(self, result: Result) -> None:
        # What the engine prints while it works is said again, once and in order, under "Diagnostics".
        lines = [line for line in result.text.splitlines() if line.strip() and not line.startswith("@")]
        self.say("\n".join(f"  | {line}" for line in lines if " running info: " not in line))

    def _phase(self, name: str, work: Callable[[], object]) -> None:
        started = time.monotonic()
        work()
        self.phases.append((name, time.monotonic() - started))


def demo(directory: Path, say: Say, keep: bool = False) -> list[str]:
    """Run the demonstration in `directory`, which is made anew; `keep` leaves the local cloud running for a look.

    The settings files are copied there and the copies flipped, so the project's own stay as they are.
    """
    before = Project.here().settings()
    project = Project.here().working_copy(directory / "project")
    local = LocalProject.at(project, directory / "cloud")
    local.cloud.down()
    try:
        problems = Demo(local, say).run()
    finally:
        if not keep:
            local.cloud.down()
    if Project.here().settings() != before:
        problems.append("The project's own settings files should be as they were; they have changed.")
    return problems
