"""The EC2 VPC that the workload comes from. Its prefixes are the overlay's: only one of the two may be reachable."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Self

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import ec2
from pulumi_aws import ec2transitgateway as tgw

from components.gateway import RouteTarget, TransitGateway
from components.stack import Stack
from topology import Ec2Vpc as Ec2VpcModel
from topology import ExistingEc2Vpc, Platform, Target


class Ec2Vpc(pulumi.ComponentResource):
    """The VPC, its subnets, and the attachment while the workload runs on EC2.

    Its subnets have the CIDRs that the workload keeps on the overlay. With `workloadPlatform: nc2` the VPC stays, so
    that the migration can be rolled back, but it is no longer attached and no route leads to it. Of a VPC that exists
    nothing is made, changed or deleted, and an attachment that exists stays.
    """

    vpc_id: Output[str]
    route_targets: Mapping[Target, RouteTarget] = MappingProxyType({})
    """Where a route to the workload on EC2 points; empty while nothing leads there."""

    @classmethod
    def of(cls, name: str, stack: Stack, *, gateway: TransitGateway) -> Self | None:
        """The site's EC2 VPC, or None where the configuration puts none here."""
        vpc = stack.model.ec2_vpc
        if vpc is None or vpc.site != stack.site.name:
            return None
        return cls(name, stack, vpc, gateway=gateway)

    def __init__(self, name: str, stack: Stack, vpc: Ec2VpcModel, *, gateway: TransitGateway) -> None:
        super().__init__("nc2dr:index:MigrationSource", name, None, stack.aws)
        self._name, self._tags, self._model = name, stack.tags, stack.model
        self._child = ResourceOptions(parent=self)
        if vpc.existing is None:
            self._make(vpc, gateway)
        else:
            self._use(vpc.existing, gateway)
        self.register_outputs({"vpcId": self.vpc_id})

    def _make(self, vpc: Ec2VpcModel, gateway: TransitGateway) -> None:
        name, model = self._name, self._model
        self.vpc_id = ec2.Vpc(
            name,
            cidr_block=vpc.cidr,
            enable_dns_support=True,
            enable_dns_hostnames=True,
            tags=self._tags.named("ec2", "vpc"),
            opts=self._child,
        ).id
        attachments = [self._subnet(plan.key, plan.cidr, plan.availability_zone) for plan in vpc.attachment_subnets]
        workload = {
            subnet.name: self._subnet(subnet.name, subnet.cidr, vpc.availability_zones[0])
            for subnet in model.overlay.subnets
        }
        table = ec2.RouteTable(name, vpc_id=self.vpc_id, tags=self._tags.named("ec2"), opts=self._child)
        for subnet_name, subnet_id in workload.items():
            ec2.RouteTableAssociation(
                f"{name}-{subnet_name}", route_table_id=table.id, subnet_id=subnet_id, opts=self._child
            )
        if model.platform is Platform.EC2:
            attachment = self._attach(gateway, attachments)
            self._routes(table.id, gateway.id, model.routes.ec2_vpc, attachment)

    def _use(self, existing: ExistingEc2Vpc, gateway: TransitGateway) -> None:
        """Nothing of the VPC is changed: an attachment that is named is led to, and another is made beside it."""
        self.vpc_id = Output.from_input(existing.vpc_id)
        if self._model.platform is not Platform.EC2:
            return
        if existing.transit_gateway_attachment_id is not None:
            self.route_targets = {Target.EC2_VPC: RouteTarget(existing.transit_gateway_attachment_id)}
        else:
            self._attach(gateway, [Output.from_input(id) for id in existing.subnet_ids])

    def _attach(self, gateway: TransitGateway, subnet_ids: Sequence[Output[str]]) -> tgw.VpcAttachment:
        attachment = gateway.attach_vpc("ec2", self.vpc_id, subnet_ids, self)
        self.route_targets = {Target.EC2_VPC: RouteTarget(attachment.id, (attachment,))}
        return attachment

    def _subnet(self, key: str, cidr: str, availability_zone: str) -> Output[str]:
        return ec2.Subnet(
            f"{self._name}-{key}",
            vpc_id=self.vpc_id,
            cidr_block=cidr,
            availability_zone=availability_zone,
            tags=self._tags.named("ec2", key),
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
