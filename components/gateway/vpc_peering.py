"""The peering of the two sites' VPCs: asked for by one stack, accepted by the other."""

from collections.abc import Mapping
from types import MappingProxyType

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import ec2

from components.gateway.routes import Way
from components.names import Names
from components.site_outputs import SiteOutputs
from topology import Target


class VpcPeering(pulumi.ComponentResource):
    """This site's end of a VPC peering connection, as far as it can exist yet.

    It joins the two VPCs and nothing else: AWS forwards no traffic of others through it, so the workload's prefixes are
    reached from the other site by no way at all. Each side lets the other's machines resolve its public host names to
    private addresses.
    """

    id: Output[str] | None = None
    """The peering connection, known as soon as this site knows it."""
    ways: Mapping[Target, Way] = MappingProxyType({})
    """Where a route over the peering points; empty until it can carry traffic."""
    pending: tuple[str, ...] = ()

    def __init__(
        self,
        name: str,
        *,
        vpc_id: Output[str],
        requester: bool,
        other: SiteOutputs,
        other_region: str,
        names: Names,
        opts: ResourceOptions | None = None,
    ) -> None:
        """`requester`: whether this site asks for the peering; the other site then accepts it."""
        super().__init__("nc2dr:index:VpcPeering", name, None, opts)
        tags = names.shared("peering")
        child = ResourceOptions(parent=self)
        if requester and other.vpc_id is None:
            self.pending = (f"the VPC of {other.site}",)
        elif requester:
            connection = ec2.VpcPeeringConnection(
                name,
                vpc_id=vpc_id,
                peer_vpc_id=other.vpc_id or "",
                peer_region=other_region,
                tags=tags,
                opts=child,
            )
            self.id = connection.id
            if other.accepted_peering_id is None:
                self.pending = (f"{other.site} to accept the peering",)
            else:
                self.ways = {Target.VPC_PEERING: Way(connection.id, (connection,))}
                self._resolve(name, connection.id, requester=True)
        elif other.requested_peering_id is None:
            self.pending = (f"{other.site} to ask for the peering",)
        else:
            accepter = ec2.VpcPeeringConnectionAccepter(
                name,
                vpc_peering_connection_id=other.requested_peering_id,
                auto_accept=True,
                tags=tags,
                opts=child,
            )
            self.id = accepter.id
            self.ways = {Target.VPC_PEERING: Way(accepter.id, (accepter,))}
            self._resolve(name, accepter.id, requester=False)
        self.register_outputs({"id": self.id})

    def _resolve(self, name: str, peering_id: Output[str], *, requester: bool) -> None:
        """AWS takes these options from each side for itself, and only once the peering is active."""
        ec2.PeeringConnectionOptions(
            name,
            vpc_peering_connection_id=peering_id,
            requester={"allow_remote_vpc_dns_resolution": True} if requester else None,
            accepter=None if requester else {"allow_remote_vpc_dns_resolution": True},
            opts=ResourceOptions(parent=self),
        )
