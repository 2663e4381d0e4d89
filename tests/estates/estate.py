"""An estate that stood before this project came, as a value: two sites and what they hold, with the names they have."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Network

Pair = tuple[str, str]
"""A category: key and value."""


@dataclass(frozen=True)
class Site:
    """A site of the estate. ``label`` is what policies call it; ``cidr`` is the VPC's, a /16."""

    name: str
    region: str
    cidr: str
    asn: int
    prism_central: str
    cluster: str
    label: str
    zones: tuple[str, ...] = ("a", "b")

    def subnet(self, number: int) -> str:
        """The /24 with this number."""
        return str(list(IPv4Network(self.cidr).subnets(new_prefix=24))[number])


@dataclass(frozen=True)
class Segment:
    """An overlay subnet, of the same prefix at both sites. The first host is the gateway."""

    name: str
    cidr: str
    dns: str = "10.20.0.2"
    domain: str = "bank.internal"

    def host(self, number: int) -> str:
        """The address with this number."""
        return str(IPv4Network(self.cidr)[number])

    @property
    def pool(self) -> Pair:
        """What DHCP leases: first and last address."""
        return self.host(200), self.host(250)


@dataclass(frozen=True)
class Machine:
    """A VM that runs at the home site. ``ticket`` is its floating IP's description, if it has a floating IP."""

    name: str
    address: str
    categories: tuple[Pair, ...]
    ticket: str = ""


@dataclass(frozen=True)
class Policy:
    """A protection policy, both ways."""

    name: str
    rpo_seconds: int
    category: Pair
    kept: int = 4


@dataclass(frozen=True)
class Plan:
    """A recovery plan. Each stage is a category and the seconds that the next one waits."""

    name: str
    stages: tuple[tuple[Pair, int], ...]


@dataclass(frozen=True)
class Front:
    """A load balancer per site with IP targets, and a name in a hosted zone that leads to the home site's."""

    name: str
    zone: str
    record: str


@dataclass(frozen=True)
class Estate:
    """Two sites, the home site first. Everything runs there.

    ``prefix`` is routed to the overlay from outside. ``led_by_hand`` are the prefixes that the static routes of both
    transit gateways lead to the home site, one for each subnet, as guides of the field do. ``joined`` says whether the
    gateways are peered, and ``nat`` whether the overlay is joined to NC2's external subnet with NAT.
    """

    sites: tuple[Site, Site]
    prefix: str
    overlay: str
    external_name: str
    external_cidr: str
    segments: tuple[Segment, ...]
    machines: tuple[Machine, ...]
    policies: tuple[Policy, ...] = ()
    plans: tuple[Plan, ...] = ()
    led_by_hand: tuple[str, ...] = ()
    joined: bool = True
    nat: bool = True
    front: Front | None = None
    ticket: str = "CHG0012345"

    @property
    def home(self) -> Site:
        """Where everything runs."""
        return self.sites[0]

    @property
    def away(self) -> Site:
        """The other site."""
        return self.sites[1]

    @property
    def categories(self) -> tuple[Pair, ...]:
        """All that machines, policies and plans name, each once."""
        of_machines = (one for machine in self.machines for one in machine.categories)
        of_plans = (pair for plan in self.plans for pair, _ in plan.stages)
        return tuple(dict.fromkeys((*(one.category for one in self.policies), *of_plans, *of_machines)))

    def segment_of(self, machine: Machine) -> Segment:
        """The overlay subnet of a VM's address."""
        return next(
            one for one in self.segments if IPv4Network(f"{machine.address}/32").subnet_of(IPv4Network(one.cidr))
        )

    def external_host(self, number: int) -> str:
        """The address of the external subnet with this number."""
        return str(IPv4Network(self.external_cidr)[number])

    @property
    def with_floating_ip(self) -> tuple[Machine, ...]:
        """The VMs that have one."""
        return tuple(machine for machine in self.machines if machine.ticket)
