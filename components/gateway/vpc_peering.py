"""The peering of the two sites' VPCs: asked for by one stack, accepted by the other."""

from collections.abc import Mapping
from types import MappingProxyType

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import ec2

from components.gateway.route_targets import RouteTarget
from components.published import Published
from components.stack import Stack
from topology import Target


class VpcPeering(pulumi.ComponentResource):
    """This site's end of a VPC peering connection, as far as it can exist yet.

    It joins the two VPCs and nothing else: AWS forwards no traffic of others through it, so the workload's prefixes
    cannot be reached from the other site. Each site lets the other resolve its public host names to private addresses.
    """

    id: Output[str] | None = None
    """The peering connection, known as soon as this site knows it."""
    route_targets: Mapping[Target, RouteTarget] = MappingProxyType({})
    """Where a route over the peering points; empty until it can carry traffic."""
    pending: tuple[str, ...] = ()
    """What is missing and who makes it."""

    def __init__(self, name: str, stack: Stack, *, vpc_id: Output[str]) -> None:
        super().__init__("nc2dr:index:VpcPeering", name, None, stack.kept)
        self._name, self._tags = name, stack.tags.shared("peering")
        if stack.model.is_home:
            self._request(vpc_id, stack.other, stack.model.other.region)
        else:
            self._accept(stack.other)
        self.register_outputs({"id": self.id})

    def _request(self, vpc_id: Output[str], other: Published, region: str) -> None:
        if other.vpc_id is None:
            self.pending = (f"the VPC of {other.site}",)
            return
        connection = ec2.VpcPeeringConnection(
            self._name,
            vpc_id=vpc_id,
            peer_vpc_id=other.vpc_id,
            peer_region=region,
            tags=self._tags,
            opts=ResourceOptions(parent=self),
        )
        self.id = connection.id
        if other.accepted_peering_id is None:
            self.pending = (f"{other.site} to accept the peering",)
            return
        self._carries_traffic(connection.id, connection, "requester")

    def _accept(self, other: Published) -> None:
        if other.requested_peering_id is None:
            self.pending = (f"{other.site} to ask for the peering",)
            return
        accepter = ec2.VpcPeeringConnectionAccepter(
            self._name,
            vpc_peering_connection_id=other.requested_peering_id,
            auto_accept=True,
            tags=self._tags,
            opts=ResourceOptions(parent=self),
        )
        self.id = accepter.id
        self._carries_traffic(accepter.id, accepter, "accepter")

    def _carries_traffic(self, id: Output[str], end: pulumi.Resource, side: str) -> None:
        """AWS takes the DNS options from each side for itself, and only once the peering is active."""
        self.route_targets = {Target.VPC_PEERING: RouteTarget(id, (end,))}
        ec2.PeeringConnectionOptions(
            self._name,
            vpc_peering_connection_id=id,
            requester={"allow_remote_vpc_dns_resolution": True} if side == "requester" else None,
            accepter={"allow_remote_vpc_dns_resolution": True} if side == "accepter" else None,
            opts=ResourceOptions(parent=self),
        )
