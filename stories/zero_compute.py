"""Zero compute: no cluster stands in the recovery region until the disaster, and none after the failback."""

from dataclasses import dataclass

from nc2_console import Console, read_environment
from operations.look import Survivor, text
from operations.readiness import look
from operations.run import Project, Stack
from prism import PrismCentral, PrismError, Timeouts
from prism.prism import DomainManagers
from prism.vmm import Vms
from stories.scenario import Scenario
from stories.tiered_workload import HOME_NODES, MACHINES, NODE_TYPE, configure, seed
from text_table import table

_NEW_CLUSTER = {
    "mode": "zero-compute",
    "nodeType": NODE_TYPE,
    "activeNodes": HOME_NODES,
    "aosVersion": "7.3",
    "prismCentralVersion": "pc.7.5",
    "sshKey": "operations",
    "accessCidrs": ["10.0.0.0/8"],
}
_BY_HAND = "Add an S3 recovery point store"
_SOON = Timeouts(connect=2.0, read=3.0, call=4.0)


@dataclass
class ZeroCompute(Scenario):
    """The cluster, the step by hand, everything restored, home again, the cluster gone."""

    claim = "The cluster came after the disaster and went after the failback."
    shown = ("NC2 cluster", "will be restored", "Wave", "stands down", "failover", "get back", _BY_HAND)
    lost: frozenset[str] = frozenset()

    @classmethod
    def configure(cls, project: Project) -> None:
        """The configuration of the pilot light with everything in the store, and no cluster to stand by.

        Without a name in DNS: nothing is claimed of it, and it would take long to come.
        """
        configure(project)
        project.unset("dns")
        model = project.model(project.sites()[0])
        away = next(site for site in model.sites if site != model.home.name)
        project.set(f"sites.{away}.compute", _NEW_CLUSTER)
        project.set("protection.destination", "recovery-point-store")

    def play(self) -> None:
        self.say(f"{len(MACHINES)} VMs, all in the store; {HOME_NODES} nodes of {NODE_TYPE} after the disaster.")
        self.local.cloud.tell_prism(self.home, "capacity", {"nodes": HOME_NODES})
        self.converge()
        self.phase(f"{len(MACHINES)} VMs in {self.home}", self._seed)
        self.up(self.home, "floating IPs lead to them")
        self._look("Before: no cluster", self.home, nodes=0)
        checks = look(Survivor.of(self.local.project, self.away, self.local.environment(self.away)))
        self.say(f"\nReadiness of {self.away}\n{text(checks)}")
        self._disaster()
        self._failback()

    def _disaster(self) -> None:
        """The cluster, the step by hand, the rest."""
        self.heading(f"{self.home} is lost: activeRegion {self.away}, failoverMode unplanned")
        self.local.cloud.fault(self.home, "hang")
        self.lost = frozenset({self.home})
        self.set("failoverMode", "unplanned")
        self.set("activeRegion", self.away)
        self.preview(self.away)
        self.up_stops(self.away, "the cluster and its networks", _BY_HAND)
        self.expect("nodes while the networks are made", self._nodes(), HOME_NODES)
        self.expect("what runs before the store is there", self._running(self.away), {})
        self.phase("by hand: MST and its recovery point store", self._add_store)
        self.up(self.away, "all VMs, then routes")
        self._look(f"All VMs run in {self.away}", self.away, nodes=HOME_NODES)
        self.expect_no_change(self.away)

    def _failback(self) -> None:
        """The home site returns, protects the way back, and takes the workload home; the cluster goes."""
        self.heading(f"{self.home} is back: it stands down, pairs with the new Prism Central, protects the way back")
        self.local.cloud.fault(self.home, "serve")
        self.lost = frozenset()
        self.up(self.home, "stands down, pairs")
        self.up(self.away, "categories")
        self._look("After its return", self.away, nodes=HOME_NODES)
        self.heading(f"Failback: activeRegion {self.home}, failoverMode planned")
        self.set("failoverMode", "planned")
        self.set("activeRegion", self.home)
        self.preview(self.home)
        self.up(self.home, "both tiers come home")
        self.preview(self.away)
        self.up(self.away, "stands down, the cluster goes")
        self.up(self.home, "protects to the store alone")
        self._look("Home again: no cluster", self.home, nodes=0)
        self.expect_no_change(self.away)
        self.expect_no_change(self.home)

    def stack(self, site: str) -> Stack:
        """With the credentials of the other Prism Central, by which the home site pairs with it."""
        stack = super().stack(site)
        peer = {f"PRISM_PEER_{word}": stack.environment[f"PRISM_{word}"] for word in ("USERNAME", "PASSWORD")}
        return Stack(site, self.local.project, {**stack.environment, **peer})

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
        (prefix, *_) = self.local.model(active).overlay.externally_routable_prefixes
        leads = {site: self.leads_to(site, prefix) for site in running}
        rows = [(site, f"{len(running[site])} VMs", leads[site]) for site in running]
        self.say(f"\n{when}\n{table(('site', 'running', 'workload route leads to'), rows)}")
        self.say(f"NC2 console: {self._nodes()} nodes in {self.away}; its Prism Central {self._answers()}")
        wanted = {machine.name: machine.address for machine in MACHINES}
        for site, found in running.items():
            self.expect(f"{when}: what runs in {site}", found, wanted if site == active else {})
            self.expect(f"{when}: {site}'s workload route", leads[site], "vpc" if site == active else "peering")
        self.expect(f"{when}: nodes in {self.away}", self._nodes(), nodes)
        self.expect(f"{when}: {self.away}'s Prism Central", self._answers(), "answers" if nodes else "does not answer")

    def _running(self, site: str) -> dict[str, str]:
        """Name and address of every VM that runs; a new Prism Central knows them by no category."""
        if site == self.away and self._answers() != "answers":
            return {}
        return {vm.label: vm.ip or "none" for vm in Vms(self.local.prism(site)).list() if vm.power_state == "ON"}

    def _nodes(self) -> int:
        """The nodes of the recovery site's cluster in the NC2 console; 0 without a cluster."""
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


STORY = ZeroCompute
