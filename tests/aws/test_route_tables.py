"""Route tables of the local AWS: the main one stays until its VPC goes."""

from typing import Any

from tests.aws.networks import Client, make_vpc, refused


def main_of(ec2: Client, vpc_id: str) -> tuple[str, str]:
    """The id of the main table, and of its association."""
    filters = [{"Name": "vpc-id", "Values": [vpc_id]}, {"Name": "association.main", "Values": ["true"]}]
    (table,) = ec2.describe_route_tables(Filters=filters)["RouteTables"]
    (association,) = [one for one in table["Associations"] if one["Main"]]
    return table["RouteTableId"], association["RouteTableAssociationId"]


def test_the_main_table_is_neither_deleted_nor_disassociated(osaka: Client) -> None:
    vpc_id, _ = make_vpc(osaka)
    table_id, association_id = main_of(osaka, vpc_id)
    with refused("DependencyViolation"):
        osaka.delete_route_table(RouteTableId=table_id)
    with refused("InvalidParameterValue"):
        osaka.disassociate_route_table(AssociationId=association_id)
    assert main_of(osaka, vpc_id) == (table_id, association_id)


def test_a_table_that_was_the_main_one_is_deleted_and_the_main_one_goes_with_the_vpc(osaka: Client) -> None:
    vpc_id, subnet_id = make_vpc(osaka)
    first, association_id = main_of(osaka, vpc_id)
    made: dict[str, Any] = osaka.create_route_table(VpcId=vpc_id)["RouteTable"]
    osaka.replace_route_table_association(AssociationId=association_id, RouteTableId=made["RouteTableId"])
    osaka.delete_subnet(SubnetId=subnet_id)
    with refused("DependencyViolation"):
        osaka.delete_vpc(VpcId=vpc_id)
    assert main_of(osaka, vpc_id)[0] == made["RouteTableId"], "a refused deletion leaves the VPC as it was"
    osaka.delete_route_table(RouteTableId=first)
    osaka.delete_vpc(VpcId=vpc_id)
    assert osaka.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc_id]}])["RouteTables"] == []
