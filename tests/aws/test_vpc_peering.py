"""VPC peering between two regions of the local AWS."""

from typing import Any

from tests.aws.networks import Client, make_vpc


def request(tokyo: Client, osaka: Client, peer_cidr: str) -> dict[str, Any]:
    made: dict[str, Any] = tokyo.create_vpc_peering_connection(
        VpcId=make_vpc(tokyo, "10.101.0.0/16")[0],
        PeerVpcId=make_vpc(osaka, peer_cidr)[0],
        PeerRegion=osaka.meta.region_name,
        TagSpecifications=[{"ResourceType": "vpc-peering-connection", "Tags": [{"Key": "Name", "Value": "requester"}]}],
    )["VpcPeeringConnection"]
    return made


def seen(ec2: Client, connection_id: str) -> dict[str, Any]:
    found = ec2.describe_vpc_peering_connections(VpcPeeringConnectionIds=[connection_id])
    (connection,) = found["VpcPeeringConnections"]
    return {"status": connection["Status"]["Code"], "tags": [tag["Value"] for tag in connection["Tags"]]}


def test_each_region_has_its_own_tags_and_both_the_same_status(tokyo: Client, osaka: Client) -> None:
    connection_id = request(tokyo, osaka, "10.102.0.0/16")["VpcPeeringConnectionId"]
    osaka.create_tags(Resources=[connection_id], Tags=[{"Key": "Name", "Value": "accepter"}])
    osaka.accept_vpc_peering_connection(VpcPeeringConnectionId=connection_id)
    assert seen(tokyo, connection_id) == {"status": "active", "tags": ["requester"]}
    assert seen(osaka, connection_id) == {"status": "active", "tags": ["accepter"]}
    osaka.delete_vpc_peering_connection(VpcPeeringConnectionId=connection_id)
    assert seen(tokyo, connection_id)["status"] == "deleted"


def test_overlapping_addresses_fail(tokyo: Client, osaka: Client) -> None:
    connection_id = request(tokyo, osaka, "10.101.128.0/17")["VpcPeeringConnectionId"]
    assert seen(tokyo, connection_id)["status"] == "failed"
