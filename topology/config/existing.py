"""What a site has already, by id, as it is written down."""

from pydantic import Field

from topology.config.section import Section
from topology.values import ids


class ExistingSubnetsConfig(Section):
    """For every tier its subnets, one for each availability zone, in the order of the zones."""

    public: tuple[ids.SubnetId, ...] = Field(description="a list of subnet ids, one for each availability zone")
    metal: tuple[ids.SubnetId, ...] = Field(description="a list of subnet ids, one for each availability zone")
    pc: tuple[ids.SubnetId, ...] = Field(description="a list of subnet ids, one for each availability zone")
    flow: tuple[ids.SubnetId, ...] = Field(description="a list of subnet ids, one for each availability zone")


class ExistingConfig(Section):
    """Things that are used as they are: never changed or deleted beyond what this stack adds to them."""

    vpc_id: ids.VpcId | None = None
    subnet_ids: ExistingSubnetsConfig | None = None
    use_main_route_table: bool = False
    transit_gateway_id: ids.TransitGatewayId | None = None
    transit_gateway_attachment_id: ids.TransitGatewayAttachmentId | None = None
    transit_gateway_route_table_id: ids.TransitGatewayRouteTableId | None = None
