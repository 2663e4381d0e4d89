"""The overlay: the Flow Virtual Networking VPC that both sites hold with the same prefixes."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

import pulumi
from pulumi import Output, ResourceOptions

from components.cluster import PrismCentral, goes_with
from components.existing import Existing
from components.overlay.captured import Captured
from components.stack import Stack
from providers.external_subnet import ExternalSubnet
from providers.nat_subnet import NatSubnet
from providers.nc2_cluster import Nc2Cluster
from providers.prism_site import PrismSite
from providers.route import Route
from providers.subnet import OverlaySubnet
from providers.transit_vpc_prefixes import TransitVpcPrefixes
from providers.vpc import Vpc
from topology import Overlay as OverlayModel
from topology import OverlaySubnet as SubnetModel
from topology import Tier
from topology.network import Pools


class Overlay(pulumi.ComponentResource):
    """A no-NAT external subnet, a VPC whose prefixes are routable from outside, and its subnets.

    NC2 makes the transit VPC; it gets the workload's prefixes beside those of others, and keeps all else. NC2 routes
    only these in AWS. Without NAT a VM keeps its address: the VPCs of both sites hold the same prefixes, and
    the routes of the transit gateways decide which of the two is reached.
    """

    vpc_id: Output[str]
    test_vpc_id: Output[str] | None = None
    subnet_ids: Mapping[str, Output[str]]
    """Subnet ids by subnet name."""
    nat_subnet_id: Output[str] | None = None
    """The external subnet that floating IPs come from, where the VPC is joined to it."""
    cluster: Nc2Cluster | None
    """The cluster of this stack that the overlay goes with, if there is one."""
    captured: Captured
    """What a migration has captured: its addresses are left out of the DHCP pools."""

    @classmethod
    def of(cls, name: str, stack: Stack, *, prism_central: PrismCentral, existing: Existing) -> Self | None:
        """Joined to NC2's external subnet with NAT, too, where a load balancer needs floating IPs.

        None where there is no cluster.
        """
        if prism_central.site is None:
            return None
        return cls(name, stack, prism=prism_central.site, cluster=prism_central.cluster, existing=existing)

    def __init__(
        self, name: str, stack: Stack, *, prism: PrismSite, cluster: Nc2Cluster | None, existing: Existing
    ) -> None:
        super().__init__("nc2dr:index:Overlay", name, None)
        self._name, self._child = name, goes_with(cluster, parent=self)
        # Without these the workload is cut off. A cluster of this stack takes them along when the site stands down.
        self._kept = ResourceOptions.merge(self._child, ResourceOptions(protect=cluster is None))
        self.cluster, self.captured = cluster, Captured.of(stack)
        overlay, balancer = self.captured.overlay, stack.model.load_balancer
        external_id = self._external_subnet(overlay, prism)
        if balancer is not None:
            self.nat_subnet_id = NatSubnet(
                f"{name}-nat", name=balancer.nat_subnet, transit_vpc_id=prism.transit_vpc_id, opts=self._child
            ).subnet_id
        self.vpc_id = self._joined_vpc(overlay, prism, external_id)
        # The load balancer is in the public subnets; it speaks to the VMs by their floating IPs.
        self._routes(external_id, existing.cidrs(stack.site, Tier.PUBLIC))
        self.subnet_ids = {
            subnet.name: self._subnet(f"{name}-{subnet.name}", subnet, self.vpc_id, self._kept)
            for subnet in overlay.subnets
        }
        if overlay.test_vpc is not None:
            self.test_vpc_id = self._test_vpc(overlay, overlay.test_vpc)
        self.register_outputs({"vpcId": self.vpc_id})

    @property
    def published(self) -> Mapping[str, Any]:
        """What the recovery plan and the DHCP pools of the other stack are made with."""
        return {
            "overlay_vpc_id": self.vpc_id,
            "overlay_test_vpc_id": self.test_vpc_id,
            "captured_addresses": self.captured.addresses,
        }

    @property
    def pending(self) -> tuple[str, ...]:
        return self.captured.pending

    def _joined_vpc(self, overlay: OverlayModel, prism: PrismSite, external_id: Output[str]) -> Output[str]:
        """The workload VPC; its prefixes are the transit VPC's, too, or NC2 routes none of them in AWS."""
        prefixes = list(overlay.externally_routable_prefixes)
        TransitVpcPrefixes(
            f"{self._name}-routed", transit_vpc_id=prism.transit_vpc_id, prefixes=prefixes, opts=self._kept
        )
        return Vpc(
            f"{self._name}-vpc",
            name=overlay.vpc,
            external_subnet_ids=[external_id, *([self.nat_subnet_id] if self.nat_subnet_id else [])],
            externally_routable_prefixes=prefixes,
            opts=self._kept,
        ).vpc_id

    def _external_subnet(self, overlay: OverlayModel, prism: PrismSite) -> Output[str]:
        external = overlay.external_subnet
        return ExternalSubnet(
            f"{self._name}-external",
            name=external.name,
            cidr=external.cidr,
            gateway=external.gateway,
            pools=_ranges(external.pools),
            cluster_id=prism.cluster_id,
            transit_vpc_id=prism.transit_vpc_id,
            opts=self._kept,
        ).subnet_id

    def _routes(self, external_id: Output[str], translated: Sequence[str]) -> None:
        """`translated`: the prefixes that speak to VMs by their floating IPs, and that are answered by those."""
        # Without it an address outside the VPC is dropped in the VPC, whatever the transit gateways say.
        self._route("default", "0.0.0.0/0", external_id)
        for prefix in translated if self.nat_subnet_id else ():
            # assumed: an answer that left by the default route would leave with the VM's own address, which the load
            # balancer did not speak to.
            self._route(prefix, prefix, self.nat_subnet_id or "")

    def _route(self, key: str, destination: str, external_subnet_id: Output[str] | str) -> None:
        Route(
            f"{self._name}-{key}",
            vpc_id=self.vpc_id,
            destination=destination,
            external_subnet_id=external_subnet_id,
            opts=self._kept,
        )

    def _test_vpc(self, overlay: OverlayModel, vpc_name: str) -> Output[str]:
        """The VPC of test failovers: the same prefixes, no external subnet and no route, so nothing leaves it.

        assumed: VPCs of one Prism Central may have the same prefixes, as nothing joins them.
        """
        vpc = Vpc(
            f"{self._name}-test-vpc",
            name=vpc_name,
            external_subnet_ids=[],
            externally_routable_prefixes=[],
            opts=self._child,
        )
        for subnet in overlay.test_subnets:
            self._subnet(f"{self._name}-{subnet.name}", subnet, vpc.vpc_id, self._child)
        return vpc.vpc_id

    def _subnet(self, name: str, subnet: SubnetModel, vpc_id: Output[str], opts: ResourceOptions) -> Output[str]:
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
