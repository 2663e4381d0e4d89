"""What every repair is made of: the type a mixin sees as itself, and EC2's filters."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from moto.ec2.exceptions import FilterNotImplementedError
from moto.ec2.utils import describe_tag_filter
from moto.moto_api._internal import mock_random as random

if TYPE_CHECKING:
    from moto.directconnect.models import DirectConnectBackend
    from moto.directconnect.responses import DirectConnectResponse
    from moto.ec2.models import EC2Backend
    from moto.ec2.responses import EC2Response

    class BackendMixin(EC2Backend):
        """EC2Backend, and what the repairs offer each other."""

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
        def vpn_tunnels_of(self, gateway_id: Any) -> Any: ...
        def check_vpn_ends(self, customer_id: str, vpn_gateway_id: Any, tgw_id: Any, bgp: bool) -> None: ...
        def end_transit_gateway_vpn_attachment(self, vpn_connection_id: str) -> None: ...
        def attach(self, gateway: Any, attachment: Any) -> Any: ...

    ResponseMixin = EC2Response

    class DirectConnectMixin(DirectConnectBackend):
        """DirectConnectBackend, and what the repairs offer each other."""

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

    _DirectConnectResponse = DirectConnectResponse
else:
    # The mixins are put in front of moto's own at install, so that super() reaches moto's method. At run time
    # they must not inherit from the class they become bases of.
    BackendMixin = object
    ResponseMixin = object
    DirectConnectMixin = object
    _DirectConnectResponse = object


class DirectConnectResponseMixin(_DirectConnectResponse):
    """What every response of Direct Connect begins with."""

    @property
    def backend(self) -> Any:
        """The repaired backend of the request's region."""
        return self.directconnect_backend

    def asked(self) -> dict[str, Any]:
        """The request's parameters."""
        parameters: dict[str, Any] = json.loads(self.body)
        return parameters


T = TypeVar("T")
Filters = Mapping[str, list[str]]
"""EC2's filters as moto parses them: name to accepted values."""


def select(
    items: Iterable[T], filters: Filters | None, readers: Mapping[str, Callable[[T], Any]], operation: str
) -> list[T]:
    """The items every filter lets through.

    `readers` maps a filter's name to what it reads of an item; tags are understood always. A filter this
    simulator does not know is refused, because ignoring it would answer with too much.
    """
    wanted = dict(filters or {})
    tag_filters = {name: wanted.pop(name) for name in list(wanted) if name.startswith("tag:")}
    for name in wanted:
        if name not in readers:
            raise FilterNotImplementedError(name, operation)
    chosen = [item for item in items if all(_reads(readers[name](item), values) for name, values in wanted.items())]
    return describe_tag_filter(tag_filters, chosen) if tag_filters else chosen


def _reads(value: Any, wanted: list[str]) -> bool:
    """Whether a value, or one of several, is wanted."""
    return any(_text(one) in wanted for one in (value if isinstance(value, list) else [value]))


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def random_hex(length: int) -> str:
    """Lower-case hexadecimal digits, as AWS's ids end."""
    return "".join(random.choice("0123456789abcdef") for _ in range(length))
