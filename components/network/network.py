"""The site's AWS network: a VPC, four tiers of subnets in each availability zone, internet and NAT gateways."""

from collections.abc import Mapping

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import ec2

from components.network.flow_logs import FlowLogs
from components.network.gateway_endpoints import GatewayEndpoints
from components.stack import Stack
from topology import RouteTable, SeenNetwork, Site, SubnetPlan, Tier


class Network(pulumi.ComponentResource):
    """VPC, subnets, internet gateway, NAT gateways and route tables of one site.

    Every subnet is associated with a route table of its own kind. The private one is the VPC's main table, too, because
    NC2 writes the workload's prefixes into the main table and nowhere else: the attachment of the transit gateway must
    use it. Routes are resources of their own, because inline routes would remove those of NC2.

    An existing VPC is used as it is: its subnets, and the route tables that those use.

    assumed: NC2 writes routes into tables of this VPC, and the run leaves them alone.
    """

    vpc_id: Output[str]
    subnet_ids: Mapping[Tier, tuple[Output[str], ...]]
    """For each tier, one subnet id per availability zone, in the site's order."""
    subnet_cidrs: Mapping[Tier, tuple[str, ...]]
    """Their prefixes, in the same order."""
    route_table_ids: Mapping[RouteTable, Mapping[str, Output[str]]]
    """For each kind of table, the tables by a name that stays: one public, a private one for each NAT gateway."""
    led_by_others: frozenset[tuple[str, str]]
    """Table and destination of the routes of others that lead where this stack would lead them."""

    def __init__(self, name: str, stack: Stack, *, existing: SeenNetwork | None) -> None:
        """`existing`: what AWS says of the VPC that the site has already; None makes one."""
        super().__init__("nc2dr:index:Network", name, None, stack.aws)
        self._name, self._site, self._tags, site = name, stack.site, stack.tags, stack.site
        self._child = ResourceOptions(parent=self)
        self.led_by_others = existing.led if existing else frozenset()
        if existing is None:
            self._make(name)
        else:
            self._use(site, existing)
        tables = {key: id for ids in self.route_table_ids.values() for key, id in ids.items()}
        if site.gateway_endpoints:
            GatewayEndpoints(name, stack, vpc_id=self.vpc_id, table_ids=tables, opts=self._child)
        if site.flow_logs is not None:
            FlowLogs(name, stack, plan=site.flow_logs, vpc_id=self.vpc_id, opts=self._child)
        self.register_outputs({"vpcId": self.vpc_id})

    @property
    def published(self) -> Mapping[str, Output[str]]:
        """What the other stack asks for a VPC peering with."""
        return {"vpc_id": self.vpc_id}

    def _use(self, site: Site, existing: SeenNetwork) -> None:
        self.vpc_id = Output.from_input(site.existing.vpc_id or "")
        self.subnet_ids = {
            tier: tuple(Output.from_input(id) for id in ids) for tier, ids in site.existing.subnet_ids.items()
        }
        self.subnet_cidrs = {tier: tuple(one.cidr for one in found) for tier, found in existing.subnets.items()}
        self.route_table_ids = {
            kind: {table.id: Output.from_input(table.id) for table in existing.tables_of(kind)} for kind in RouteTable
        }

    def _make(self, name: str) -> None:
        self.vpc_id = ec2.Vpc(
            name,
            cidr_block=self._site.vpc_cidr,
            enable_dns_support=True,
            enable_dns_hostnames=True,
            tags=self._tags.named("vpc"),
            opts=self._child,
        ).id
        subnets = {subnet.key: self._subnet(subnet) for subnet in self._site.subnets}
        self.subnet_ids = {tier: tuple(subnets[subnet.key] for subnet in self._site.subnets_of(tier)) for tier in Tier}
        self.subnet_cidrs = {tier: tuple(subnet.cidr for subnet in self._site.subnets_of(tier)) for tier in Tier}
        gateway = ec2.InternetGateway(f"{name}-igw", vpc_id=self.vpc_id, tags=self._tags.named("igw"), opts=self._child)
        self.route_table_ids = {
            RouteTable.PUBLIC: self._public(gateway, subnets),
            RouteTable.PRIVATE: self._private(gateway, subnets),
        }
        ec2.MainRouteTableAssociation(
            f"{name}-main",
            vpc_id=self.vpc_id,
            route_table_id=self.route_table_ids[RouteTable.PRIVATE][f"private-{self._site.main_table_zone}"],
            opts=self._child,
        )

    def _subnet(self, subnet: SubnetPlan) -> Output[str]:
        return ec2.Subnet(
            f"{self._name}-{subnet.key}",
            vpc_id=self.vpc_id,
            cidr_block=subnet.cidr,
            availability_zone=subnet.availability_zone,
            map_public_ip_on_launch=subnet.tier is Tier.PUBLIC,
            tags=self._tags.named(subnet.key),
            opts=self._child,
        ).id

    def _public(self, gateway: ec2.InternetGateway, subnets: Mapping[str, Output[str]]) -> dict[str, Output[str]]:
        table = self._table("public")
        ec2.Route(
            f"{self._name}-public-default",
            route_table_id=table,
            destination_cidr_block="0.0.0.0/0",
            gateway_id=gateway.id,
            opts=self._child,
        )
        for subnet in self._site.subnets_of(Tier.PUBLIC):
            self._associate(subnet, table, subnets)
        return {"public": table}

    def _private(self, gateway: ec2.InternetGateway, subnets: Mapping[str, Output[str]]) -> dict[str, Output[str]]:
        tables: dict[str, Output[str]] = {}
        for public in self._site.subnets_of(Tier.PUBLIC):
            kind = f"private-{public.availability_zone}"
            if public.availability_zone in self._site.private_table_zones:
                tables[kind] = self._table(kind)
            if public.availability_zone in self._site.nat_gateway_zones:
                self._nat_gateway(kind, tables[kind], subnets[public.key], gateway)
        for subnet in self._site.subnets_of(*(tier for tier in Tier if tier is not Tier.PUBLIC)):
            zone = self._site.private_table_zone(subnet.availability_zone)
            self._associate(subnet, tables[f"private-{zone}"], subnets)
        return tables

    def _nat_gateway(self, kind: str, table: Output[str], subnet_id: Output[str], gateway: ec2.InternetGateway) -> None:
        tags = self._tags.named(kind, "nat")
        address = ec2.Eip(f"{self._name}-{kind}-nat", domain="vpc", tags=tags, opts=self._child)
        nat = ec2.NatGateway(
            f"{self._name}-{kind}-nat",
            allocation_id=address.allocation_id,
            subnet_id=subnet_id,
            tags=tags,
            # AWS refuses a public NAT gateway in a VPC that has no internet gateway yet.
            opts=ResourceOptions(parent=self, depends_on=[gateway]),
        )
        ec2.Route(
            f"{self._name}-{kind}-default",
            route_table_id=table,
            destination_cidr_block="0.0.0.0/0",
            nat_gateway_id=nat.id,
            opts=self._child,
        )

    def _table(self, kind: str) -> Output[str]:
        return ec2.RouteTable(
            f"{self._name}-{kind}", vpc_id=self.vpc_id, tags=self._tags.named(kind), opts=self._child
        ).id

    def _associate(self, subnet: SubnetPlan, table: Output[str], subnets: Mapping[str, Output[str]]) -> None:
        ec2.RouteTableAssociation(
            f"{self._name}-{subnet.key}",
            route_table_id=table,
            subnet_id=subnets[subnet.key],
            opts=self._child,
        )
