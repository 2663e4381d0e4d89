"""The main job: both sites on a local cloud, failover to the other site and back, every claim checked."""

from ipaddress import IPv4Address, IPv4Network

from local_cloud import NOWHERE, Placement, look_at_front, machines, placements, roads, seed
from operations.look import Reachability, Road, summary
from operations.run import Project
from stories import tables
from stories.scenario import Scenario
from topology import Peering


class Demo(Scenario):
    """From nothing to Osaka and home again."""

    claim = "Every VM ran once, at its own address, where activeRegion said."
    shown = ("failover", "stands down")

    @classmethod
    def configure(cls, project: Project) -> None:
        """The project's own configuration is the one that is shown."""

    def play(self) -> None:
        model = self.local.model(self.home)
        if not self.stack(self.home).outputs():
            self.say(f"Bringing up {self.home} and {self.away} from nothing")
            self.converge()
        self.phase("the workload comes", lambda: seed(self.local.prism(self.home), model, machines(model)))
        if model.load_balancer:
            self.up(self.home, "floating IPs lead to the VMs")
        self._look(self.home)
        self._fail_over(self.home, self.away)
        self._fail_over(self.away, self.home)

    def _fail_over(self, source: str, target: str) -> None:
        self.heading(f"Failover from {source} to {target}: one line")
        self.set("activeRegion", target)
        self.preview(target, whole=True)
        self.up(target, "VMs, then routes")
        self.up(source, "stands down")
        self._look(target)

    def _look(self, active: str) -> None:
        """Print where everything is, and hold it against what `active` promises."""
        model = self.local.model(active)
        prefixes = model.overlay.externally_routable_prefixes
        found = self._placements()
        leads = {(prefix, site): self.leads_to(site, prefix) for prefix in prefixes for site in model.sites}
        self.say(f"\n{tables.vms(found)}\n\n{tables.routes(prefixes, list(model.sites), leads)}")
        self._look_at_front(active)
        self._reach(active)
        for machine in machines(model):
            running = [(vm.site, vm.address) for vm in found if vm.name == machine.vm and vm.power == "ON"]
            self.expect(f"where {machine.vm} runs", running, [(active, machine.address)])
        elsewhere = "peering" if model.peering is Peering.TRANSIT_GATEWAY else NOWHERE
        for (prefix, site), target in leads.items():
            wanted = "vpc" if site == active else elsewhere
            self.expect(f"where {site}'s transit gateway leads {prefix}", target, wanted)

    def _look_at_front(self, active: str) -> None:
        """The name leads to the active site, the only one with healthy targets."""
        seen, dns = look_at_front(self.local, active), self.local.model(active).dns
        if seen is None or dns is None:
            return
        self.say(f"\n{tables.front(seen, dns.name)}")
        self.expect("the sites with healthy targets", seen.serving(), [active])
        self.expect(f"where {dns.name} leads", seen.leads_to, active)

    def _reach(self, active: str) -> None:
        """Walk a packet between every pair of the two VPCs' subnets, and from on-premises to the workload."""
        model = self.local.model(active)
        vpcs = {site: str(self.stack(site).outputs()["vpcId"]) for site in model.sites}
        reach = Reachability.read({site: self.local.aws("ec2", site) for site in model.sites})
        here, there = vpcs.items()
        pairs = reach.pairs(here, there)
        self.say(f"\n{here[0]} and {there[0]}: {summary(pairs)}")
        self.problems += [f"Two subnets do not reach each other: {pair}." for pair in pairs if not pair.through]
        for site in model.sites:
            for attachment in reach.outside(site):
                for prefix in model.overlay.externally_routable_prefixes:
                    walk = reach.from_outside(site, attachment, IPv4Network(prefix))
                    self.say(f"on-premises by {site}'s {attachment.kind} to {prefix}: {walk}")
                    self.expect(f"where {attachment.id} leads {prefix} ({walk})", walk.end, vpcs[active])
        self._walk_the_road(active, roads(self.local, reach, vpcs))

    def _walk_the_road(self, active: str, road: Road) -> None:
        """From the far side to each VM and back: from on-premises, and from the transit gateway of the other site."""
        model = self.local.model(active)
        other = next(site for site in model.sites.values() if site.name != active)
        offices = model.on_premises.prefixes if model.on_premises else ()
        starts = [
            (site, attachment, office)
            for site in model.sites
            for attachment in road.aws.outside(site)
            for office in offices
        ]
        if model.peering is Peering.TRANSIT_GATEWAY:
            attached = road.aws.attachments(other.name, road.vpcs[other.name])
            starts += [(other.name, attachment, other.vpc_cidr) for attachment in attached]
        for machine in machines(model):
            for site, attachment, source in starts:
                walk = road.from_attachment(site, attachment, IPv4Network(source), IPv4Address(machine.address))
                self.say(f"the road from {source} to {machine.vm} and back: {walk}")
                self.expect(f"where the road from {source} to {machine.vm} ends ({walk})", walk.end, machine.vm)

    def _placements(self) -> list[Placement]:
        found: list[Placement] = []
        for site in self.local.sites():
            category = self.local.model(site).protection.category
            found += placements(site, self.local.prism(site), category.key, category.value)
        return found


STORY = Demo
