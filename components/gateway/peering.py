"""The peering of the two sites: the kind that the configuration asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from pulumi import Output

from components.gateway.route_targets import RouteTarget
from components.gateway.transit_gateway import TransitGateway
from components.gateway.transit_gateway_peering import TransitGatewayPeering
from components.gateway.vpc_peering import VpcPeering
from components.network import Network
from components.stack import Stack
from topology import Peering as Kind
from topology import Target


@dataclass(frozen=True)
class Peering:
    """This site's end of the peering. The home site asks for it, the other site accepts it.

    `id` is None until this site knows it; `route_targets` are empty until the peering can carry routes; `pending` says
    what is missing and who makes it.
    """

    id: Output[str] | None = None
    route_targets: Mapping[Target, RouteTarget] = field(default_factory=dict)
    pending: tuple[str, ...] = ()
    is_home: bool = False

    @classmethod
    def of(cls, name: str, stack: Stack, *, network: Network, gateway: TransitGateway) -> Self:
        """The end of the configured kind; with `peering: none` nothing joins the sites."""
        kind, is_home = stack.model.peering, stack.model.is_home
        made: TransitGatewayPeering | VpcPeering
        if kind is Kind.TRANSIT_GATEWAY:
            made = TransitGatewayPeering(f"{name}-tgw", stack, gateway=gateway)
        elif kind is Kind.VPC:
            made = VpcPeering(f"{name}-vpc", stack, vpc_id=network.vpc_id)
        else:
            return cls(is_home=is_home)
        return cls(made.id, made.route_targets, made.pending, is_home)

    @property
    def published(self) -> Mapping[str, Output[str] | None]:
        """The id, as the one that asks or as the one that accepts: the other stack goes on from it."""
        return {"requested_peering_id" if self.is_home else "accepted_peering_id": self.id}
