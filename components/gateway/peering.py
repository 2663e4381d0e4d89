"""How the two sites are joined: the kind of peering that the configuration asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pulumi import Output, ResourceOptions

from components.gateway.routes import Way
from components.gateway.transit_gateway import TransitGateway
from components.gateway.transit_gateway_peering import TransitGatewayPeering
from components.gateway.vpc_peering import VpcPeering
from components.names import Names
from components.network.network import Network
from components.site_outputs import SiteOutputs
from topology import Peering, SiteModel, Target


@dataclass(frozen=True)
class NoPeering:
    """Nothing joins the sites."""

    id: Output[str] | None = None
    ways: Mapping[Target, Way] = field(default_factory=dict)
    pending: tuple[str, ...] = ()


def peer(
    name: str,
    *,
    model: SiteModel,
    network: Network,
    gateway: TransitGateway,
    other: SiteOutputs,
    names: Names,
    opts: ResourceOptions,
) -> TransitGatewayPeering | VpcPeering | NoPeering:
    """This site's end of the peering. The home site asks for it, the other accepts."""
    region = model.other.region
    if model.peering is Peering.TRANSIT_GATEWAY:
        return TransitGatewayPeering(
            f"{name}-tgw",
            gateway=gateway,
            requester=model.is_home,
            other=other,
            other_region=region,
            names=names,
            opts=opts,
        )
    if model.peering is Peering.VPC:
        return VpcPeering(
            f"{name}-vpc",
            vpc_id=network.vpc_id,
            requester=model.is_home,
            other=other,
            other_region=region,
            names=names,
            opts=opts,
        )
    return NoPeering()
