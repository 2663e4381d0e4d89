"""Everything a stack needs to know, decided before anything is touched."""

from dataclasses import dataclass, field
from functools import cached_property

from topology.choices import FailoverMode, Peering, Platform
from topology.ingress.dns import Dns
from topology.ingress.firewall import Firewall
from topology.ingress.load_balancer import LoadBalancer
from topology.migration.ec2_vpc import Ec2Vpc
from topology.migration.migration import Migration
from topology.network.overlay import Overlay
from topology.on_premises.connection import OnPremises
from topology.protection.accepted_changes import AcceptedChanges
from topology.protection.flip import FlipOptions
from topology.protection.protection import Protection
from topology.protection.recovery_point_store import RecoveryPointStore
from topology.routes.limits import route_limits
from topology.routes.routes import Routes
from topology.routes.situation import Situation
from topology.site.site import Site


@dataclass(frozen=True)
class SiteModel:
    """One stack's view: `me` is the site that it builds, `other` its twin; `home` and `active` are one of the two.

    `recovery_reference_time` is RFC 3339.
    """

    project: str
    name_prefix: str
    me: Site
    other: Site
    home: Site
    active: Site
    failover_mode: FailoverMode
    recovery_reference_time: str | None
    flip: FlipOptions
    platform: Platform
    peering: Peering
    overlay: Overlay
    protection: Protection
    ec2_vpc: Ec2Vpc | None
    on_premises: OnPremises | None
    load_balancer: LoadBalancer | None
    dns: Dns | None
    firewall: Firewall | None
    migration: Migration | None = None
    recovery_point_store: RecoveryPointStore | None = None
    accepted_changes: AcceptedChanges = field(default_factory=AcceptedChanges)

    @property
    def is_active(self) -> bool:
        """Whether this site runs the workload."""
        return self.me.name == self.active.name

    @property
    def is_home(self) -> bool:
        """Whether this stack owns category, protection policy and recovery plan."""
        return self.me.name == self.home.name

    @property
    def has_cluster(self) -> bool:
        """Whether this site should have an NC2 cluster now, and so a Prism Central."""
        return self.is_active or not self.me.zero_compute

    @property
    def other_has_cluster(self) -> bool:
        """Whether the other site should have an NC2 cluster now, and so a Prism Central."""
        return not self.is_active or not self.other.zero_compute

    @property
    def sites(self) -> dict[str, Site]:
        """Both sites by name, this one first."""
        return {site.name: site for site in (self.me, self.other)}

    @cached_property
    def routes(self) -> Routes:
        """Every static route this stack makes, except the ones to the internet."""
        return Routes.of(
            Situation(
                platform=self.platform,
                is_active=self.is_active,
                peering=self.peering,
                prefixes=self.overlay.externally_routable_prefixes,
                vpc_cidr=self.me.vpc_cidr,
                other_vpc_cidr=self.other.vpc_cidr,
                on_premises=self.on_premises,
                public_reaches_other=self.me.public_subnets_reach_other_site,
            )
        )

    @property
    def limits(self) -> tuple[str, ...]:
        """The limits of this choice of peering, network and on-premises, one sentence each."""
        peering, *on_premises = route_limits(self.peering, self.on_premises, self.me.name, self.other.name)
        return (peering, *self.me.limits, *on_premises)
