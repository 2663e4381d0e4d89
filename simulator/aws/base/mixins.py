"""The bases of all repairs: to the type checker the class of moto that a mixin repairs, at run time `object`."""

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from moto.directconnect.models import Connection, DirectConnectBackend
    from moto.directconnect.responses import DirectConnectResponse
    from moto.ec2.models import EC2Backend
    from moto.ec2.responses import EC2Response
    from moto.elbv2.models import ELBv2Backend, FakeTargetGroup
    from moto.route53.models import Route53Backend
    from moto.route53.responses import Route53
    from moto.wafv2.models import WAFV2Backend

    class BackendMixin(EC2Backend):
        """EC2Backend, and what its repairs offer one another."""

        vpn_connections: Any
        prefix_list_references: Any

        def get_transit_gateway(self, transit_gateway_id: str) -> Any: ...
        def get_transit_gateway_attachment(self, attachment_id: str) -> Any: ...
        def get_transit_gateway_route_table(self, route_table_id: str) -> Any: ...
        def get_associated_route_table(self, attachment_id: str, gateway_id: str) -> Any: ...
        def get_vpc_attachments(self, vpc_id: str) -> Any: ...
        def get_vpc_attachment_to(self, transit_gateway_id: str, vpc_id: str) -> Any: ...
        def get_route_attachment(self, table: Any, attachment_id: str | None, blackhole: bool) -> Any: ...
        def prefix_list_routes(self, table: Any) -> Any: ...
        def list_attachments(self, kind: Any, ids: Any, filters: Any, readers: Any = ...) -> Any: ...
        def get_vpn_connection(self, vpn_connection_id: str) -> Any: ...
        def get_living_customer_gateway(self, customer_gateway_id: str) -> Any: ...
        def get_living_vpn_gateway(self, vpn_gateway_id: str) -> Any: ...
        def living_vpn_connections(self) -> Any: ...
        def end_nodes_of(self, subnet: Any) -> None: ...
        def vpn_tunnels_of(self, gateway_id: Any) -> Any: ...
        def check_vpn_ends(self, customer_id: str, vpn_gateway_id: Any, tgw_id: Any, bgp: bool) -> None: ...
        def end_transit_gateway_vpn_attachment(self, vpn_connection_id: str) -> None: ...
        def attach(self, gateway: Any, attachment: Any) -> Any: ...

    ResponseMixin = EC2Response

    class DirectConnectMixin(DirectConnectBackend):
        """DirectConnectBackend, and what its repairs offer one another."""

        home: Any
        gateways: dict[str, Any]
        associations: dict[str, Any]
        virtual_interfaces: dict[str, Any]

        def arn(self, kind: str, resource_id: str) -> str: ...
        def tag_new(self, kind: str, resource_id: str, tags: Any) -> None: ...
        def get_connection(self, connection_id: str) -> Any: ...
        def get_direct_connect_gateway(self, gateway_id: str) -> Any: ...
        def associations_of(self, gateway_id: str) -> Any: ...
        def virtual_interfaces_of(self, gateway_id: str) -> Any: ...

    DirectConnectResponseBase = DirectConnectResponse
    DirectConnectConnectionMixin = Connection
    LoadBalancerMixin = ELBv2Backend
    TargetGroupMixin = FakeTargetGroup
    Route53Mixin = Route53Backend
    Route53ResponseMixin = Route53
    WebAclMixin = WAFV2Backend
else:
    # `install` puts the mixins in front of moto's own bases, so that super() reaches moto's method. So at run time a
    # mixin must not inherit from the class whose base it becomes.
    BackendMixin = object
    ResponseMixin = object
    DirectConnectMixin = object
    DirectConnectResponseBase = object
    DirectConnectConnectionMixin = object
    LoadBalancerMixin = object
    TargetGroupMixin = object
    Route53Mixin = object
    Route53ResponseMixin = object
    WebAclMixin = object


class DirectConnectResponseMixin(DirectConnectResponseBase):
    """The base of every response of Direct Connect."""

    @property
    def backend(self) -> Any:
        """The repaired backend of the request's region."""
        return self.directconnect_backend

    def asked(self) -> dict[str, Any]:
        """The request's parameters."""
        parameters: dict[str, Any] = json.loads(self.body)
        return parameters
