"""The overlay: the Flow Virtual Networking VPC that both sites hold with the same prefixes."""

from collections.abc import Mapping, Sequence
from typing import Self

import pulumi
from pulumi import Output, ResourceOptions

from components.existing.existing import Existing
from components.migration.captured import Captured
from components.overlay.central import Central, goes_with
from components.site_outputs import SiteOutputs
from providers.external_subnet import ExternalSubnet
from providers.nat_subnet import NatSubnet
from providers.nc2_cluster import Nc2Cluster
from providers.prism_site import PrismSite
from providers.route import Route
from providers.subnet import OverlaySubnet
from providers.vpc import Vpc
from topology import Overlay as OverlayModel
from topology import SiteModel, Tier
from topology.network import OverlaySubnet as SubnetModel
from topology.network import Pools


class Overlay(pulumi.ComponentResource):
    """A no-NAT external subnet, a VPC whose prefixes are routable from outside, and its subnets.

    NC2 makes the transit VPC; it is looked up and never changed. No NAT is what lets a virtual machine keep its
    address: both sites' VPCs own the same prefixes, and the transit gateways' routes decide which of them is reached.
    """

    vpc_id: Output[str]
    test_vpc_id: Output[str] | None = None
    subnet_ids: Mapping[str, Output[str]]
    """Subnet ids by subnet name."""
    nat_subnet_id: Output[str] | None = None
    """The external subnet that floating IPs come from, where the VPC is joined to it."""
    cluster: Nc2Cluster | None
    """What it goes with."""
    captured: Captured
    """What a migration has captured: its addresses are left out of the DHCP pools."""

    @classmethod
    def of(
        cls, model: SiteModel, name: str, *, central: Central, existing: Existing, other: SiteOutputs
    ) -> Self | None:
        """Joined to NC2's external subnet with NAT, too, where a load balancer needs floating IPs.

        None where there is no cluster.
        """
        if central.prism is None:
            return None
        return cls(
            name,
            captured=Captured.of(model, other),
            prism=central.prism,
            cluster=central.cluster,
            nat_subnet=model.load_balancer.nat_subnet if model.load_balancer else None,
            translated=existing.cidrs(model.me, Tier.PUBLIC),
        )

    def __init__(
        self,
        name: str,
        *,
        captured: Captured,
        prism: PrismSite,
        cluster: Nc2Cluster | None = None,
        nat_subnet: str | None = None,
        translated: Sequence[str] = (),
        opts: ResourceOptions | None = None,
    ) -> None:
        """`cluster`: what all of it goes with, where this stack makes it.

        `nat_subnet`: the name of NC2's external subnet with NAT, for floating IPs; `translated`: the prefixes from
        which machines are spoken to by their floating IPs, and to which they answer by those.
        """
        super().__init__("nc2dr:index:Overlay", name, None, opts)
        self.cluster, child = cluster, goes_with(cluster, parent=self)
        self.captured, overlay = captured, captured.overlay
        external = ExternalSubnet(
            f"{name}-external",
            name=overlay.external_subnet.name,
            cidr=overlay.external_subnet.cidr,
            gateway=overlay.external_subnet.gateway,
            pools=_ranges(overlay.external_subnet.pools),
            cluster_id=prism.cluster_id,
            transit_vpc_id=prism.transit_vpc_id,
            opts=child,
        )
        joined = [external.subnet_id]
        if nat_subnet is not None:
            nat = NatSubnet(f"{name}-nat", name=nat_subnet, transit_vpc_id=prism.transit_vpc_id, opts=child)
            self.nat_subnet_id = nat.subnet_id
            joined.append(nat.subnet_id)
        vpc = Vpc(
            f"{name}-vpc",
            name=overlay.vpc,
            external_subnet_ids=joined,
            externally_routable_prefixes=list(overlay.externally_routable_prefixes),
            opts=child,
        )
        self.vpc_id = vpc.vpc_id
        # Without it an address outside the VPC is dropped in the VPC, whatever the transit gateways say.
        Route(
            f"{name}-default",
            vpc_id=vpc.vpc_id,
            destination="0.0.0.0/0",
            external_subnet_id=external.subnet_id,
            opts=child,
        )
        for prefix in translated if self.nat_subnet_id else ():
            # assumed: an answer that left by the default route would leave with the machine's own address, which the
            # load balancer did not speak to.
            Route(
                f"{name}-{prefix}",
                vpc_id=vpc.vpc_id,
                destination=prefix,
                external_subnet_id=self.nat_subnet_id or "",
                opts=child,
            )
        self.subnet_ids = {
            subnet.name: _subnet(f"{name}-{subnet.name}", subnet, vpc.vpc_id, child) for subnet in overlay.subnets
        }
        if overlay.test_vpc is not None:
            self.test_vpc_id = _test_vpc(name, overlay, overlay.test_vpc, child)
        self.register_outputs({"vpcId": self.vpc_id})

    @property
    def published(self) -> Mapping[str, Output[str] | str | None]:
        """What the other stack's recovery plan has to know, and its pools."""
        return {
            "overlay_vpc_id": self.vpc_id,
            "overlay_test_vpc_id": self.test_vpc_id,
            "captured_addresses": self.captured.published,
        }

    @property
    def pending(self) -> tuple[str, ...]:
        return self.captured.pending


def _test_vpc(name: str, overlay: OverlayModel, vpc_name: str, opts: ResourceOptions) -> Output[str]:
    """The VPC of test failovers: the same prefixes, no external subnet and no route, so nothing leaves it.

    assumed: VPCs of one Prism Central may have the same prefixes, as nothing joins them.
    """
    vpc = Vpc(f"{name}-test-vpc", name=vpc_name, external_subnet_ids=[], externally_routable_prefixes=[], opts=opts)
    for subnet in overlay.test_subnets:
        _subnet(f"{name}-{subnet.name}", subnet, vpc.vpc_id, opts)
    return vpc.vpc_id


def _subnet(name: str, subnet: SubnetModel, vpc_id: Output[str], opts: ResourceOptions) -> Output[str]:
    return OverlaySubnet(
        name,
        name=subnet.name,
        vpc_id=vpc_id,
        cidr=subnet.cidr,
        gateway=subnet.gateway,
        dhcp_pools=_ranges(subnet.dhcp_pools),
        dns_servers=list(subnet.dns_servers),
        domain_name=subnet.domain_name,
        opts=opts,
    ).subnet_id


def _ranges(pools: Pools) -> list[list[str]]:
    return [[first, last] for first, last in pools]
