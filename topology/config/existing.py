"""The schema of `sites.<site>.existing`."""

from pydantic import Field

from topology import values
from topology.config.section import Section


class ExistingSubnetsConfig(Section):
    """Per tier, one subnet id per availability zone, in the order of the zones."""

    public: tuple[values.SubnetId, ...] = Field(description="a list of subnet ids, one for each availability zone")
    metal: tuple[values.SubnetId, ...] = Field(description="a list of subnet ids, one for each availability zone")
    pc: tuple[values.SubnetId, ...] = Field(description="a list of subnet ids, one for each availability zone")
    flow: tuple[values.SubnetId, ...] = Field(description="a list of subnet ids, one for each availability zone")


class ExistingConfig(Section):
    """Resources that exist: the stack adds to them, and never changes or deletes them."""

    vpc_id: values.VpcId | None = None
    subnet_ids: ExistingSubnetsConfig | None = None
    use_main_route_table: bool = False
    transit_gateway_id: values.TransitGatewayId | None = None
    transit_gateway_attachment_id: values.TransitGatewayAttachmentId | None = None
    transit_gateway_peering_id: values.TransitGatewayAttachmentId | None = None
    transit_gateway_route_table_id: values.TransitGatewayRouteTableId | None = None
    accepted_routes: tuple[values.AnyPrefix, ...] = ()
    led_route_table_ids: tuple[values.TransitGatewayRouteTableId, ...] = ()
