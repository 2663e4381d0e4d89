"""The EC2 VPC that the workload comes from: its prefixes are the overlay's, so only one of the two may be reachable."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Self

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import ec2
from pulumi_aws import ec2transitgateway as tgw

from components.gateway.routes import Way
from components.gateway.transit_gateway import TransitGateway
from components.names import Names
from topology import Ec2Vpc, OverlaySubnet, Platform, SiteModel, Target


class MigrationSource(pulumi.ComponentResource):
    """The VPC, its subnets, and the attachment while the workload runs on EC2.

    Attachment and overlay exclude each other: with `workloadPlatform: nc2` the VPC stays, for the way back, but nothing
    leads to it any more.
    """

    vpc_id: Output[str]
    ways: Mapping[Target, Way] = MappingProxyType({})
    """Where a route to the workload on EC2 points; empty while nothing leads there."""

    @classmethod
    def of(
        cls, model: SiteModel, name: str, *, gateway: TransitGateway, names: Names, opts: ResourceOptions
    ) -> Self | None:
        """The site's migration source, or None where the configuration puts none here."""
        if model.ec2_vpc is None or model.ec2_vpc.site != model.me.name:
            return None
        return cls(
            name,
            vpc=model.ec2_vpc,
            subnets=model.overlay.subnets,
            gateway=gateway,
            attached=model.platform is Platform.EC2,
            destinations=model.routes.ec2_vpc,
            names=names,
            opts=opts,
        )

    def __init__(
        self,
        name: str,
        *,
        vpc: Ec2Vpc,
        subnets: Sequence[OverlaySubnet],
        gateway: TransitGateway,
        attached: bool,
        destinations: Sequence[str],
        names: Names,
        opts: ResourceOptions | None = None,
    ) -> None:
        """`subnets`: the workload's, which lie here with the CIDRs they will have on the overlay; `destinations`: the
        prefixes that instances reach by the transit gateway."""
        super().__init__("nc2dr:index:MigrationSource", name, None, opts)
        self._name, self._names = name, names
        self._child = ResourceOptions(parent=self)
        self.vpc_id = ec2.Vpc(
            name,
            cidr_block=vpc.cidr,
            enable_dns_support=True,
            enable_dns_hostnames=True,
            tags=names.tag("ec2", "vpc"),
            opts=self._child,
        ).id
        attachments = [self._subnet(plan.key, plan.cidr, plan.availability_zone) for plan in vpc.attachment_subnets]
        workload = {
            subnet.name: self._subnet(subnet.name, subnet.cidr, vpc.availability_zones[0]) for subnet in subnets
        }
        table = ec2.RouteTable(name, vpc_id=self.vpc_id, tags=names.tag("ec2"), opts=self._child)
        for subnet_name, subnet_id in workload.items():
            ec2.RouteTableAssociation(
                f"{name}-{subnet_name}", route_table_id=table.id, subnet_id=subnet_id, opts=self._child
            )
        if attached:
            attachment = gateway.attach_vpc("ec2", self.vpc_id, attachments, names, self)
            self.ways = {Target.EC2_VPC: Way(attachment.id, (attachment,))}
            self._routes(table.id, gateway.id, destinations, attachment)
        self.register_outputs({"vpcId": self.vpc_id})

    def _subnet(self, key: str, cidr: str, availability_zone: str) -> Output[str]:
        return ec2.Subnet(
            f"{self._name}-{key}",
            vpc_id=self.vpc_id,
            cidr_block=cidr,
            availability_zone=availability_zone,
            tags=self._names.tag("ec2", key),
            opts=self._child,
        ).id

    def _routes(
        self,
        table_id: Output[str],
        gateway_id: Output[str],
        destinations: Sequence[str],
        attachment: tgw.VpcAttachment,
    ) -> None:
        for destination in destinations:
            ec2.Route(
                f"{self._name}-{destination}",
                route_table_id=table_id,
                destination_cidr_block=destination,
                transit_gateway_id=gateway_id,
                opts=ResourceOptions(parent=self, depends_on=[attachment]),
            )
