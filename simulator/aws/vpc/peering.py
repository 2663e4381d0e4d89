"""VPC peering: each region has its own view, and overlapping CIDRs fail.

moto keeps one object for both regions, so the accepter's tags cannot differ from the requester's. It connects VPCs
whose addresses overlap.
"""

import copy
from typing import Any

from moto.ec2.models.vpc_peering_connections import VPCPeeringConnection
from moto.ec2.models.vpcs import VPC

from simulator.aws.base import BackendMixin, network


class VpcPeeringBackend(BackendMixin):
    """Repairs of moto's VPC peering backend."""

    def create_vpc_peering_connection(
        self, vpc: VPC, peer_vpc: VPC, tags: dict[str, str] | None = None
    ) -> VPCPeeringConnection:
        connection = super().create_vpc_peering_connection(vpc, peer_vpc, tags)
        if _overlap(vpc, peer_vpc):
            # EC2 accepts the request and fails it; the status tells a client so.
            connection._status.code = "failed"
            connection._status.message = "Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range"
        peer_backend = peer_vpc.ec2_backend
        if peer_backend is not self:
            # The copy shares status and options with the original, but has the tags of its own region.
            view = copy.copy(connection)
            view.ec2_backend = peer_backend
            peer_backend.vpc_pcxs[connection.id] = view
        return connection


def _overlap(one: VPC, other: VPC) -> bool:
    blocks = [[network(block["cidr_block"]) for block in _blocks(vpc)] for vpc in (one, other)]
    return any(mine.overlaps(theirs) for mine in blocks[0] for theirs in blocks[1])


def _blocks(vpc: VPC) -> list[dict[str, Any]]:
    return vpc.get_cidr_block_association_set(ipv6=False)
