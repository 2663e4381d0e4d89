"""The project on the local cloud: a site's environment is the engine's plus that site's endpoints and credentials."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

from aws import client
from operations.run import Project, Stack
from prism import PrismCentral
from simulator.cloud import LocalCloud
from simulator.cloud.environment import foreign
from tools import engine
from topology import Site, SiteModel, Tier
from topology.compute import Compute, wanted_nodes


@dataclass(frozen=True)
class LocalProject:
    """A project, and the local cloud that its two stacks run on."""

    project: Project
    cloud: LocalCloud
    _stacks: dict[str, Stack] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def at(cls, project: Project, directory: Path) -> "LocalProject":
        return cls(project, LocalCloud(directory))

    def start(self, say: Callable[[str], None]) -> None:
        """Start the cloud for the project's sites, with the names that the configuration gives them."""
        model = self.model(self.project.sites()[0])
        self.cloud.up({name: _described(site, model) for name, site in model.sites.items()}, progress=say)
        for site in self.sites():
            self.stack(site).init()

    def restore(self, snapshot: Path, say: Callable[[str], None]) -> None:
        """Start the cloud with the objects and the stacks of a snapshot."""
        self.cloud.restore(snapshot, say)
        for site in self.sites():
            self.stack(site).init()

    def sites(self) -> tuple[str, str]:
        """(home, other): the site that asks for the peering, and the one that accepts it."""
        model = self.model(self.project.sites()[0])
        return model.home.name, next(name for name in model.sites if name != model.home.name)

    def model(self, site: str) -> SiteModel:
        """The site's model, from the settings files as they are now."""
        return self.project.model(site)

    def environment(self, site: str) -> Mapping[str, str]:
        """What to add to the process's environment for this site's stack."""
        return engine.environment() | self.cloud.environment(site)

    def stack(self, site: str) -> Stack:
        """The site's stack, selected once for as long as the cloud is reached in the way it is."""
        # The Automation API looks for `pulumi` on this process's own PATH, and hands this process's environment on.
        os.environ["PATH"] = engine.environment()["PATH"]
        for name in foreign(os.environ):
            del os.environ[name]
        # The engine, a child of this process, writes the stacks' state: for its owner only.
        os.umask(0o077)
        environment = self.environment(site)
        known = self._stacks.get(site)
        if known is None or known.environment != environment:
            known = self._stacks[site] = Stack(site, self.project, environment)
        return known

    def enter(self, site: str) -> None:
        """Make this process's environment the site's, and nothing of another's."""
        environment = self.environment(site)
        for name in foreign(os.environ):
            del os.environ[name]
        os.environ.update(environment)

    def aws(self, service: str, site: str) -> Any:
        """A boto3 client of the site's own endpoint, in the site's region."""
        return client(service, self.model(site).me.region, self.environment(site))

    def prism(self, site: str) -> PrismCentral:
        return PrismCentral.from_environment(self.environment(site))


def _described(site: Site, model: SiteModel) -> str:
    """The site as the local cloud takes it. What NC2 makes there has the names that are configured.

    - Floating IPs come from the flow subnet of the first zone. Its lower half is left to AWS and to the hosts.
    - NC2 writes its routes into the VPC of the site's CIDR, which the stack makes later.
    - A configured recovery point store exists from the beginning, as if added by hand.
    - A cluster whose nodes are configured begins with the nodes that it has before any failover.
    """
    words = f"{site.region},prism_central={site.prism_central},cluster={site.cluster},transit_vpc={site.transit_vpc}"
    store = model.recovery_point_store
    if store is not None:
        words += f",recovery_point_store={store.name}:{store.bucket or store.name}"
    if site.compute is not None:
        words += _nodes(site.compute, home=site.name == model.home.name)
    flow = site.subnets_of(Tier.FLOW)
    if not flow:
        return words
    floating = list(IPv4Network(flow[0].cidr).subnets(1))[1]
    return f"{words},floating_ip_cidr={floating},vpc_cidr={site.vpc_cidr},flow_cidr={flow[0].cidr}"


def _nodes(compute: Compute, *, home: bool) -> str:
    kind, nodes = compute.node_type, wanted_nodes(compute, active=home).nodes
    return f",nodes={nodes},node_memory_bytes={kind.usable_memory_bytes},node_type={kind.name}"
