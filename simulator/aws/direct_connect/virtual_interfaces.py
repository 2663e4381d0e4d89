"""Transit virtual interfaces of Direct Connect, which moto lacks. They lead from a connection to a gateway."""

from ipaddress import IPv4Network
from typing import Any

from moto.core.responses import ActionResult
from moto.directconnect.models import directconnect_backends
from moto.moto_api._internal import mock_random as random

from simulator.aws.base import DirectConnectClientException, DirectConnectMixin, DirectConnectResponseMixin, random_hex
from simulator.aws.direct_connect.virtual_interface import VirtualInterface

_MOST_TRANSIT_INTERFACES = 4
_MTUS = (1500, 8500)
_LARGEST_PLAIN_ASN, _LARGEST_ASN = 2**31 - 2, 2**32 - 2


class DirectConnectVirtualInterfaceBackend(DirectConnectMixin):
    """Virtual interfaces. Each belongs to the region of its connection."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.virtual_interfaces: dict[str, VirtualInterface] = {}

    def virtual_interfaces_of(self, gateway_id: str) -> list[VirtualInterface]:
        """The living interfaces of a gateway, in every region."""
        backends: list[Any] = list(directconnect_backends[self.account_id].values())
        interfaces = [item for backend in backends for item in backend.virtual_interfaces.values()]
        return [item for item in interfaces if item.gateway_id == gateway_id]

    def create_transit_virtual_interface(self, connection_id: str, asked: dict[str, Any]) -> VirtualInterface:
        connection = self.get_connection(connection_id)
        gateway = self.get_direct_connect_gateway(asked["directConnectGatewayId"])
        self._check_room(connection_id, asked)
        shown = {
            "addressFamily": "ipv4",
            **_random_addresses(),
            "authKey": random_hex(24),
            "mtu": _MTUS[0],
            "siteLinkEnabled": bool(asked.get("enableSiteLink")),
            "amazonSideAsn": gateway.amazon_side_asn,
            "location": connection.location,
            "region": self.region_name,
            "ownerAccount": self.account_id,
            "awsDeviceV2": connection.aws_device_v2,
            **{name: value for name, value in asked.items() if name not in ("tags", "enableSiteLink")},
            **_asns(asked),
        }
        interface = VirtualInterface(connection_id, gateway.id, shown)
        self.virtual_interfaces[interface.id] = interface
        self.tag_new("dxvif", interface.id, asked.get("tags"))
        return interface

    def describe_virtual_interfaces(
        self, connection_id: str | None, interface_id: str | None
    ) -> list[VirtualInterface]:
        if interface_id:
            self._get_interface(interface_id)
        found = [
            item
            for item in self.virtual_interfaces.values()
            if connection_id in (None, item.connection_id) and interface_id in (None, item.id)
        ]
        for item in found:
            item.state.advance()
            if item.state.status == "deleted":
                del self.virtual_interfaces[item.id]
        return found

    def update_virtual_interface_attributes(self, interface_id: str, changes: dict[str, Any]) -> VirtualInterface:
        interface = self._get_interface(interface_id)
        _check_mtu(changes)
        interface.shown.update(changes)
        return interface

    def delete_virtual_interface(self, interface_id: str) -> VirtualInterface:
        interface = self._get_interface(interface_id)
        interface.state.status = "deleting"
        return interface

    def _get_interface(self, interface_id: str) -> VirtualInterface:
        interface = self.virtual_interfaces.get(interface_id)
        if interface is None:
            raise DirectConnectClientException(f"Virtual Interface {interface_id} does not exist")
        return interface

    def _check_room(self, connection_id: str, asked: dict[str, Any]) -> None:
        # assumed: every message here. The rules are documented.
        there = [item for item in self.virtual_interfaces.values() if item.connection_id == connection_id]
        if any(item.shown["vlan"] == asked["vlan"] for item in there):
            raise DirectConnectClientException(f"VLAN {asked['vlan']} is already in use on {connection_id}")
        if len(there) >= _MOST_TRANSIT_INTERFACES:
            raise DirectConnectClientException(
                f"{connection_id} has {len(there)} transit virtual interfaces; the limit is {_MOST_TRANSIT_INTERFACES}"
            )
        _check_mtu(asked)


class DirectConnectVirtualInterfaceResponse(DirectConnectResponseMixin):
    """The responses of the actions."""

    def create_transit_virtual_interface(self) -> ActionResult:
        asked = self.asked()
        interface = self.backend.create_transit_virtual_interface(
            asked["connectionId"], asked["newTransitVirtualInterface"]
        )
        return ActionResult({"virtualInterface": _shown(self.backend, interface)})

    def describe_virtual_interfaces(self) -> ActionResult:
        asked = self.asked()
        found = self.backend.describe_virtual_interfaces(asked.get("connectionId"), asked.get("virtualInterfaceId"))
        return ActionResult({"virtualInterfaces": [_shown(self.backend, item) for item in found]})

    def update_virtual_interface_attributes(self) -> ActionResult:
        asked = self.asked()
        names = {"mtu": "mtu", "enableSiteLink": "siteLinkEnabled", "virtualInterfaceName": "virtualInterfaceName"}
        changes = {shown: asked[name] for name, shown in names.items() if name in asked}
        interface = self.backend.update_virtual_interface_attributes(asked["virtualInterfaceId"], changes)
        return ActionResult(_shown(self.backend, interface))

    def delete_virtual_interface(self) -> ActionResult:
        interface = self.backend.delete_virtual_interface(self.asked()["virtualInterfaceId"])
        return ActionResult({"virtualInterfaceState": interface.state.status})


def _asns(asked: dict[str, Any]) -> dict[str, Any]:
    """The number in both fields; the older one has room for 31 bits and shows 0 beyond. Refuses what does not fit."""
    number = int(asked.get("asnLong") or asked.get("asn") or 0)
    if not 1 <= number <= _LARGEST_ASN or ("asnLong" not in asked and number > _LARGEST_PLAIN_ASN):
        raise DirectConnectClientException(f"ASN {number} is out of range; use asnLong for numbers of 32 bits")
    return {"asn": number if number <= _LARGEST_PLAIN_ASN else 0, "asnLong": number}


def _check_mtu(asked: dict[str, Any]) -> None:
    if asked.get("mtu", _MTUS[0]) not in _MTUS:
        raise DirectConnectClientException(f"MTU {asked['mtu']} is none of {', '.join(str(mtu) for mtu in _MTUS)}")


def _random_addresses() -> dict[str, str]:
    """Addresses for both ends of a link that was made without any."""
    link = IPv4Network("169.254.0.0/16")
    first = 4 * random.randrange(1, link.num_addresses // 4)
    return {"amazonAddress": f"{link[first + 1]}/30", "customerAddress": f"{link[first + 2]}/30"}


def _shown(backend: Any, interface: VirtualInterface) -> dict[str, Any]:
    return {**interface.describe(), "tags": backend.list_tags_for_resource(backend.arn("dxvif", interface.id))}
