"""Direct Connect of the local AWS: connections, gateways, associations with transit gateways, virtual interfaces."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.aws.conftest import Aws
from tests.aws.networks import OSAKA, TOKYO, Client, associations, propagations, refused

REFUSAL = "DirectConnectClientException"


@dataclass(frozen=True)
class Office:
    """A Direct Connect gateway and a transit gateway in Tokyo, not associated yet."""

    aws: Aws
    direct_connect: Client
    ec2: Client
    gateway_id: str
    transit_gateway: dict[str, Any]

    @property
    def transit_gateway_id(self) -> str:
        return str(self.transit_gateway["TransitGatewayId"])

    def associate(self, *cidrs: str, transit_gateway_id: str | None = None) -> dict[str, Any]:
        made: dict[str, Any] = self.direct_connect.create_direct_connect_gateway_association(
            directConnectGatewayId=self.gateway_id,
            gatewayId=transit_gateway_id or self.transit_gateway_id,
            addAllowedPrefixesToDirectConnectGateway=[{"cidr": cidr} for cidr in cidrs],
        )["directConnectGatewayAssociation"]
        return made

    def associated(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.direct_connect.describe_direct_connect_gateway_associations(
            directConnectGatewayId=self.gateway_id
        )["directConnectGatewayAssociations"]
        return found

    def attachment(self) -> dict[str, Any]:
        found = self.ec2.describe_transit_gateway_attachments(
            Filters=[
                {"Name": "resource-type", "Values": ["direct-connect-gateway"]},
                {"Name": "transit-gateway-id", "Values": [self.transit_gateway_id]},
            ]
        )
        attachment: dict[str, Any] = found["TransitGatewayAttachments"][-1]
        return attachment

    def interface(self, connection_id: str, vlan: int = 100, mtu: int = 1500, **asn: int | str) -> dict[str, Any]:
        made: dict[str, Any] = self.direct_connect.create_transit_virtual_interface(
            connectionId=connection_id,
            newTransitVirtualInterface={
                "virtualInterfaceName": "office",
                "vlan": vlan,
                **(asn or {"asn": 65010}),
                "mtu": mtu,
                "directConnectGatewayId": self.gateway_id,
                "tags": [{"key": "Name", "value": "office"}],
            },
        )["virtualInterface"]
        return made

    def connection(self) -> str:
        made = self.direct_connect.create_connection(
            location="EqTY2", bandwidth="1Gbps", connectionName="office", tags=[{"key": "Name", "value": "office"}]
        )
        return str(made["connectionId"])


def make_transit_gateway(ec2: Client, asn: int) -> dict[str, Any]:
    made: dict[str, Any] = ec2.create_transit_gateway(Options={"AmazonSideAsn": asn})["TransitGateway"]
    return made


@pytest.fixture
def office(aws: Aws) -> Office:
    direct_connect, ec2 = aws.client("directconnect", TOKYO), aws.client("ec2", TOKYO)
    made = direct_connect.create_direct_connect_gateway(directConnectGatewayName="office", amazonSideAsn=64600)
    gateway = made["directConnectGateway"]
    assert gateway["directConnectGatewayState"] == "pending"
    return Office(aws, direct_connect, ec2, gateway["directConnectGatewayId"], make_transit_gateway(ec2, 64513))


def test_a_gateway_becomes_available_and_is_seen_from_every_region(office: Office) -> None:
    for region in (TOKYO, OSAKA):
        client = office.aws.client("directconnect", region)
        found = client.describe_direct_connect_gateways(directConnectGatewayId=office.gateway_id)
        (gateway,) = found["directConnectGateways"]
        assert gateway["directConnectGatewayState"] == "available"
        assert gateway["amazonSideAsn"] == 64600


def test_an_association_passes_through_its_states_and_keeps_its_prefixes(office: Office) -> None:
    made = office.associate("10.101.0.0/16", "172.30.0.0/16")
    assert made["associationState"] == "associating"
    (found,) = office.associated()
    assert found["associationState"] == "associated"
    assert found["associatedGateway"] == {
        "id": office.transit_gateway_id,
        "type": "transitGateway",
        "ownerAccount": "123456789012",
        "region": TOKYO,
    }
    changed = office.direct_connect.update_direct_connect_gateway_association(
        associationId=made["associationId"],
        addAllowedPrefixesToDirectConnectGateway=[{"cidr": "10.103.0.0/16"}],
        removeAllowedPrefixesToDirectConnectGateway=[{"cidr": "172.30.0.0/16"}],
    )["directConnectGatewayAssociation"]
    assert changed["associationState"] == "updating"
    (found,) = office.associated()
    assert found["associationState"] == "associated"
    assert found["allowedPrefixesToDirectConnectGateway"] == [{"cidr": "10.101.0.0/16"}, {"cidr": "10.103.0.0/16"}]
    gone = office.direct_connect.delete_direct_connect_gateway_association(associationId=made["associationId"])
    assert gone["directConnectGatewayAssociation"]["associationState"] == "disassociating"
    assert office.associated() == []


def test_the_transit_gateway_shows_the_association_as_an_attachment_of_its_own_type(office: Office) -> None:
    made = office.associate("10.101.0.0/16")
    attachment = office.attachment()
    assert (attachment["ResourceId"], attachment["State"]) == (office.gateway_id, "available")
    table_id = office.transit_gateway["Options"]["AssociationDefaultRouteTableId"]
    attachment_id = attachment["TransitGatewayAttachmentId"]
    assert associations(office.ec2, table_id) == propagations(office.ec2, table_id) == [attachment_id]
    with refused("IncorrectState"):
        office.ec2.delete_transit_gateway(TransitGatewayId=office.transit_gateway_id)
    office.direct_connect.delete_direct_connect_gateway_association(associationId=made["associationId"])
    assert office.attachment()["State"] == "deleted"
    office.ec2.delete_transit_gateway(TransitGatewayId=office.transit_gateway_id)


def test_two_regions_gateways_can_share_one_direct_connect_gateway(office: Office) -> None:
    office.associate("10.101.0.0/16")
    osaka = make_transit_gateway(office.aws.client("ec2", OSAKA), 64514)
    office.aws.client("directconnect", OSAKA).create_direct_connect_gateway_association(
        directConnectGatewayId=office.gateway_id,
        gatewayId=osaka["TransitGatewayId"],
        addAllowedPrefixesToDirectConnectGateway=[{"cidr": "10.102.0.0/16"}],
    )
    assert {item["associatedGateway"]["region"] for item in office.associated()} == {TOKYO, OSAKA}


def test_a_number_of_32_bits_has_a_field_of_its_own(office: Office) -> None:
    made = office.interface(office.connection(), asnLong=4200000000)
    assert (made["asn"], made["asnLong"]) == (0, 4200000000)
    made = office.interface(office.connection(), asn=65010)
    assert (made["asn"], made["asnLong"]) == (65010, 65010)
    with refused(REFUSAL):
        office.interface(office.connection(), asn=4200000000)


def test_a_transit_virtual_interface_leads_from_a_connection_to_the_gateway(office: Office) -> None:
    connection_id = office.connection()
    made = office.interface(connection_id)
    assert (made["virtualInterfaceState"], made["virtualInterfaceType"]) == ("pending", "transit")
    found = office.direct_connect.describe_virtual_interfaces(virtualInterfaceId=made["virtualInterfaceId"])
    (interface,) = found["virtualInterfaces"]
    assert interface["virtualInterfaceState"] == "available"
    assert (interface["vlan"], interface["asn"], interface["amazonSideAsn"]) == (100, 65010, 64600)
    assert interface["tags"] == [{"key": "Name", "value": "office"}]
    with refused(REFUSAL):
        office.direct_connect.delete_direct_connect_gateway(directConnectGatewayId=office.gateway_id)
    with refused(REFUSAL):
        office.direct_connect.delete_connection(connectionId=connection_id)
    gone = office.direct_connect.delete_virtual_interface(virtualInterfaceId=made["virtualInterfaceId"])
    assert gone["virtualInterfaceState"] == "deleting"
    office.direct_connect.describe_virtual_interfaces()
    office.direct_connect.delete_connection(connectionId=connection_id)
    office.direct_connect.delete_direct_connect_gateway(directConnectGatewayId=office.gateway_id)


def test_a_connections_tags_are_found_by_its_arn(office: Office) -> None:
    connection_id = office.connection()
    assert connection_id.startswith("dxcon-")
    arn = f"arn:aws:directconnect:{TOKYO}:123456789012:dxcon/{connection_id}"
    (found,) = office.direct_connect.describe_tags(resourceArns=[arn])["resourceTags"]
    assert found["tags"] == [{"key": "Name", "value": "office"}]


def _too_many_prefixes(office: Office) -> None:
    office.associate(*[f"10.0.{index}.0/24" for index in range(201)])


def _no_prefix(office: Office) -> None:
    office.associate()


def _last_prefix_removed(office: Office) -> None:
    made = office.associate("10.101.0.0/16")
    office.associated()
    office.direct_connect.update_direct_connect_gateway_association(
        associationId=made["associationId"],
        removeAllowedPrefixesToDirectConnectGateway=[{"cidr": "10.101.0.0/16"}],
    )


def _not_a_prefix(office: Office) -> None:
    office.associate("10.101.0.1/16")


def _update_while_associating(office: Office) -> None:
    made = office.associate("10.101.0.0/16")
    office.direct_connect.update_direct_connect_gateway_association(
        associationId=made["associationId"], addAllowedPrefixesToDirectConnectGateway=[{"cidr": "10.103.0.0/16"}]
    )


def _same_asn(office: Office) -> None:
    same = make_transit_gateway(office.ec2, 64600)
    office.associate("10.101.0.0/16", transit_gateway_id=same["TransitGatewayId"])


def _twice(office: Office) -> None:
    office.associate("10.101.0.0/16")
    office.associate("10.103.0.0/16")


def _gateway_of_another_region(office: Office) -> None:
    osaka = make_transit_gateway(office.aws.client("ec2", OSAKA), 64514)
    office.associate("10.102.0.0/16", transit_gateway_id=osaka["TransitGatewayId"])


def _vlan_twice(office: Office) -> None:
    connection_id = office.connection()
    office.interface(connection_id)
    office.interface(connection_id)


def _fifth_interface(office: Office) -> None:
    connection_id = office.connection()
    for vlan in range(100, 105):
        office.interface(connection_id, vlan)


def _odd_mtu(office: Office) -> None:
    office.interface(office.connection(), mtu=9001)


def _unknown_connection(office: Office) -> None:
    office.interface("dxcon-00000000")


@pytest.mark.parametrize(
    ("attempt", "sentence"),
    [
        pytest.param(_too_many_prefixes, "201 allowed prefixes; the limit is 200", id="more prefixes than the quota"),
        pytest.param(_no_prefix, "at least one allowed prefix", id="no prefix"),
        pytest.param(_last_prefix_removed, "at least one allowed prefix", id="removal of the last prefix"),
        pytest.param(_not_a_prefix, "10.101.0.1/16 is not a CIDR block", id="an address for a prefix"),
        pytest.param(_update_while_associating, "in state associating", id="an update too early"),
        pytest.param(_same_asn, "The ASN 64600", id="one ASN on both sides"),
        pytest.param(_twice, "already associated", id="a second association"),
        pytest.param(_gateway_of_another_region, "does not exist", id="another region's transit gateway"),
        pytest.param(_vlan_twice, "VLAN 100 is already in use", id="one VLAN twice"),
        pytest.param(_fifth_interface, "the limit is 4", id="more interfaces than the quota"),
        pytest.param(_odd_mtu, "9001 is none of 1500, 8500", id="an MTU there is not"),
        pytest.param(_unknown_connection, "Could not find Connection", id="a connection that does not exist"),
    ],
)
def test_refused(office: Office, attempt: Callable[[Office], None], sentence: str) -> None:
    with pytest.raises(ClientError, match=sentence) as caught:
        attempt(office)
    assert caught.value.response["Error"]["Code"] == REFUSAL
